"""Points for the price that an applicant offers: by a formula that was published, never by an assessor.

The price of an application is the sum of expected units x offered tariff over the products of the lot. Either
the lowest price earns the maximum and the others in proportion, or points fall in a straight line from a floor
(maximum) to the published tariffs (none). Offering less than the floor yields nothing more.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

HUNDRED = 100


def total_of(lines: Iterable[tuple[int, int]]) -> int:
    """Cents a year, from (expected units a year, cents per unit)."""
    return sum(units * cents for units, cents in lines)


def floor_of(published: int, percent: Decimal) -> Fraction:
    """The price, in cents a year, at and below which the maximum is earned."""
    return published * Fraction(percent) / HUNDRED


def price_points(
    maximum: Decimal, price: int, *, lowest: int, published: int, floor: Decimal | None
) -> Decimal:
    """Points, half up to hundredths. Prices in cents a year; ``published``: at the published tariffs.

    ``floor`` in percent of ``published``; None = in proportion to ``lowest``, the lowest of all that count.
    Raises ValueError for a price that is not above zero, or a floor that is not between 0 and 100.
    """
    if price <= 0 or lowest <= 0:
        raise ValueError("a price is above zero")
    if floor is None:
        return _hundredths(maximum, Fraction(lowest, price))
    if not 0 <= floor < HUNDRED:
        raise ValueError("a floor lies between 0 and 100 percent")
    best = floor_of(published, floor)
    return _hundredths(maximum, (published - price) / (published - best))


def _hundredths(maximum: Decimal, share: Fraction) -> Decimal:
    points = Fraction(maximum) * min(Fraction(1), max(Fraction(0), share)) * 100
    whole = (points + Fraction(1, 2)).__floor__()
    return Decimal(whole).scaleb(-2)
