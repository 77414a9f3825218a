"""Talks with providers: when the next one is due, whether an agreement was kept, where a provider stands on the ladder.

Formulas, section 9. Days are calendar days; a day so many months later is clipped to the month end.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.rules.periods import add_months

HALF_A_MONTH = timedelta(days=15)
OFF_THE_LADDER = 0

UP, DOWN = "hoger", "lager"
REACHED, PARTLY, NOT_REACHED, NOT_MEASURABLE = "gehaald", "deels", "niet", "nvt"

Number = int | Fraction


def next_talk(*, last: date | None, since: date, months: int, yearly: int, is_troubled: bool) -> date:
    """The last day on which the next talk is in time.

    ``last`` is the day of the newest talk that was held; None = never, then ``since`` counts, the day from which
    there is something to talk about. ``months`` is the interval of the segment, halved when the newest review is
    negative or a KPI is red (half a month = 15 days). Never later than ``yearly`` months.
    """
    base = last or since
    due = half_way(base, months) if is_troubled else add_months(base, months)
    return min(due, add_months(base, yearly))


def half_way(day: date, months: int) -> date:
    """Half of ``months`` after the day: whole months, and 15 days for half a month."""
    return add_months(day, months // 2) + (HALF_A_MONTH if months % 2 else timedelta())


def result_of(
    *, aim: str, baseline: Number | None, target: Number | None, value: Number | None, partly: Number
) -> str:
    """Reached when the value is at the target or beyond it. Partly when it came at least the part ``partly`` of the
    way from the baseline. Without value or target there is nothing to measure.
    """
    if value is None or target is None:
        return NOT_MEASURABLE
    sign = 1 if aim == UP else -1
    if sign * (value - target) >= 0:
        return REACHED
    if baseline is None:
        return NOT_REACHED
    gone, way = sign * (value - baseline), sign * (target - baseline)
    return PARTLY if way > 0 and gone >= partly * way else NOT_REACHED


@dataclass(frozen=True, slots=True)
class Move:
    """To the step with this number; 0 = off the ladder. ``order`` tells moves of one day apart."""

    taken_on: date
    order: int
    number: int


def position_of(moves: Sequence[Move], on: date) -> int:
    """The number of the step on which a provider stands at the end of a day; 0 = on none."""
    known = [one for one in moves if one.taken_on <= on]
    return max(known, key=lambda one: (one.taken_on, one.order)).number if known else OFF_THE_LADDER


def skipped(current: int, target: int, numbers: Collection[int]) -> list[int]:
    """The steps that a move up leaves out, in order. A move down leaves out nothing."""
    return sorted(number for number in numbers if current < number < target)
