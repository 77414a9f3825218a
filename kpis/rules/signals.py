"""One signal per cause, the money it is about, and what stands between it and a verdict (formulas, section 2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from contracts.rules.rounding import half_up

CAUSE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Deviation:
    """An indicator of one provider beyond the threshold; ``z`` robust."""

    indicator: str
    z: Fraction


@dataclass(frozen=True, slots=True)
class Cause:
    """``leading`` speaks for the signal; ``others`` point at the same thing."""

    leading: str
    others: tuple[str, ...]


def cause_of(indicator: str) -> str:
    """Second figures follow the first: DG03M and DG03P90 stand for DG03, DG09-0611 for DG09."""
    return indicator[:CAUSE_LENGTH]


def causes(deviations: Iterable[Deviation]) -> dict[str, Cause]:
    """The deviations of one provider, one cause each.

    The first figure speaks when it deviates itself; else the one furthest from its peers, of equals the lowest code.
    """
    ordered = sorted(deviations, key=lambda one: one.indicator)
    found = {}
    for cause, group in groupby(ordered, key=lambda one: cause_of(one.indicator)):
        rows = list(group)
        leading = min(rows, key=lambda one: (one.indicator != cause, -abs(one.z), one.indicator)).indicator
        found[cause] = Cause(leading, tuple(one.indicator for one in rows if one.indicator != leading))
    return found


def stake(value: Fraction, median: Fraction, declared: int | None, *, is_share: bool) -> int | None:
    """Cents of what was declared in the window that the deviation is about: for the order, not a claim.

    A share: its distance from the median times what was declared. Anything else: the same distance as a part of
    the larger of the two. None when nothing was declared, or both figures are 0 without being a share.
    """
    if declared is None or declared <= 0:
        return None
    distance = abs(value - median)
    if not is_share:
        larger = max(abs(value), abs(median))
        if larger == 0:
            return None
        distance /= larger
    return half_up(distance * declared)


NEW, ANSWERED, INVESTIGATED, SETTLED = "nieuw", "uitleg", "onderzoek", "afgehandeld"
INVESTIGATING = "in_onderzoek"


@dataclass(frozen=True, slots=True)
class Said:
    """Something said about a signal, in the order in which it was said. ``verdict`` None = a reply of the provider."""

    peildatum: date
    verdict: str | None = None


def state(said: Sequence[Said], returned_on: date | None) -> str:
    """Where a standing signal is. What was said before it lapsed and came back does not settle it any more."""
    counts = [one for one in said if returned_on is None or one.peildatum >= returned_on]
    if not counts:
        return NEW
    newest = counts[-1]
    if newest.verdict is None:
        return ANSWERED
    return INVESTIGATED if newest.verdict == INVESTIGATING else SETTLED


def heard_from(stood_since: date, reply_days: int) -> date:
    """The first day on which a signal may be found valid without a reply of the provider."""
    return stood_since + timedelta(days=reply_days)
