"""Which day for which talk: before the last day if it can be, and never too many on one day for one person."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from contracts.rules.periods import ONE_DAY


@dataclass(frozen=True, slots=True)
class Wanted:
    """A talk with ``provider`` by ``holder``, on or before ``due``."""

    provider: int
    holder: int
    due: date


def spread(
    wanted: Iterable[Wanted],
    *,
    earliest: date,
    taken: Iterable[tuple[int, date]],
    per_day: int,
    is_workday: Callable[[date], bool],
) -> dict[int, date]:
    """Provider -> day. The one that is due first chooses first: the last working day on or before its due day, not
    before ``earliest``, on which its holder has fewer than ``per_day`` talks; else the first such day after it.

    ``taken`` are the talks that stand already, as (holder, day).
    """
    load = Counter(taken)
    found = {}
    for one in sorted(wanted, key=lambda one: (one.due, one.provider)):
        day = max(one.due, earliest)
        step = -ONE_DAY
        while not is_workday(day) or load[one.holder, day] >= per_day:
            day += step
            if day < earliest:
                day, step = max(one.due, earliest) + ONE_DAY, ONE_DAY
        load[one.holder, day] += 1
        found[one.provider] = day
    return found
