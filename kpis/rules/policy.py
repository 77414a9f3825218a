"""Policy goals: the line from the reference year to the target year, and where a value stands against it."""

from decimal import Decimal
from fractions import Fraction

from kpis.rules.exact import six_decimals

AHEAD, BEHIND, REACHED, NOT_MEASURABLE = "op koers", "achter", "gehaald", "nvt"


def target_of(reference: Decimal, change: Decimal) -> Decimal:
    """The value in the target year: the reference changed by a share, such as -0.30 for 30 percent less."""
    return six_decimals(Fraction(reference) * (1 + Fraction(change)))


def on_line(year: int, *, first: int, last: int, reference: Decimal, target: Decimal) -> Decimal:
    """What the value would be in a year on a straight line from the reference to the target; flat outside it."""
    place = min(max(year, first), last)
    share = Fraction(place - first, last - first)
    return six_decimals(Fraction(reference) + share * (Fraction(target) - Fraction(reference)))


def standing(
    value: Decimal | None,
    *,
    year: int,
    first: int,
    last: int,
    reference: Decimal | None,
    target: Decimal | None,
) -> str:
    """Where a value of a year stands: the target reached, on or ahead of the line, or behind it.

    Without a value, reference or target there is nothing to say.
    """
    if value is None or reference is None or target is None:
        return NOT_MEASURABLE
    rises = target >= reference
    if value >= target if rises else value <= target:
        return REACHED
    line = on_line(year, first=first, last=last, reference=reference, target=target)
    return AHEAD if (value >= line if rises else value <= line) else BEHIND
