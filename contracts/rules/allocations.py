"""Which version of an allocation counts, and how much volume it allows.

Volume limits stand in units of declaration: an allocation in hours counts in minutes (x 60), so
that lines in hours and in minutes can be added; see :func:`measured`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from contracts.rules.codes import (
    EFFORT_UNITS,
    HOUR,
    IN_TOTAL,
    OUTPUT_UNITS,
    PER_DAY,
    PER_MONTH,
    PER_WEEK,
)
from contracts.rules.facts import AllocationVersion
from contracts.rules.periods import (
    days_in,
    last_sunday_in,
    months_touched,
    sunday_of,
    sundays_in,
    weeks_touched,
)

Key = tuple[str, str]  # (municipality, number): numbers are unique per municipality (OP275)


class Allocations:
    """All versions of allocations, found by (municipality, number)."""

    def __init__(self, versions: Iterable[AllocationVersion] = ()) -> None:
        self._versions: dict[Key, list[AllocationVersion]] = defaultdict(list)
        for version in versions:
            self.add(version)

    def add(self, version: AllocationVersion) -> None:
        """Adds one delivered version."""
        self._versions[version.municipality, version.number].append(version)

    def current(self, municipality: str, number: str, day: date) -> AllocationVersion | None:
        """The version that counts as of ``day``; None when none was received by then."""
        return current_version(self._versions.get((municipality, number), ()), day)

    def all_current(self, day: date) -> Iterator[AllocationVersion]:
        """The version that counts as of ``day`` of every allocation received by then."""
        for versions in self._versions.values():
            version = current_version(versions, day)
            if version is not None:
                yield version


def current_version(versions: Iterable[AllocationVersion], day: date) -> AllocationVersion | None:
    """The newest (Toewijzingsdatum, Toewijzingstijd) received on or before ``day``.

    Not the order of receipt decides (IV013, OP080); only of two with equal date and time the one
    received last counts. None when nothing had been received.
    """
    known = (version for version in versions if version.received_on <= day)
    return max(known, key=_newness, default=None)


def period_limit(allocation: AllocationVersion, begin: date, end: date) -> int | None:
    """Largest volume of one line with ProductPeriode ``begin`` t/m ``end`` (TR321, code 9321).

    The period lies inside the allocation. In units of :func:`measured`. None = not tested: no
    Omvang, frequency 6, or a frequency or unit that the standard does not know.
    """
    volume, times = _omvang(allocation), _times_in_period(allocation, begin, end)
    return None if volume is None or times is None else volume * times


def total_limit(allocation: AllocationVersion) -> int | None:
    """Largest sum of volumes on the allocation over its whole validity (TR322, code 9322).

    In units of :func:`measured`. None = not tested: no Omvang, or no end date with another
    frequency than 6.
    """
    volume, times = _omvang(allocation), _times_in_total(allocation)
    return None if volume is None or times is None else volume * times


def measured(volume: int, unit: str | None) -> int:
    """A volume in the unit in which volumes are compared: hours become minutes (x 60)."""
    return volume * 60 if unit == HOUR else volume


def _newness(version: AllocationVersion) -> tuple[object, ...]:
    return (version.issued_on, version.issued_at, version.received_on, version.sequence)


def _omvang(allocation: AllocationVersion) -> int | None:
    if allocation.volume is None:
        return None
    return measured(allocation.volume, allocation.unit)


def _times_in_total(allocation: AllocationVersion) -> int | None:
    if allocation.frequency == IN_TOTAL:
        return 1
    if allocation.end is None:
        return None
    return _times_in_period(allocation, allocation.begin, allocation.end)


def _times_in_period(allocation: AllocationVersion, begin: date, end: date) -> int | None:
    """How many times the volume is granted in a period; None when the frequency does not say."""
    if allocation.frequency == PER_DAY:
        return days_in(begin, end)
    if allocation.frequency == PER_WEEK:
        return _weeks_in_period(allocation, begin, end)
    if allocation.frequency == PER_MONTH:
        return len(months_touched(begin, end))
    return None


def _weeks_in_period(allocation: AllocationVersion, begin: date, end: date) -> int | None:
    """Effort: ISO weeks touched; output: Sundays, and once more for a broken last week (IV077)."""
    if allocation.unit in EFFORT_UNITS:
        return weeks_touched(begin, end)
    if allocation.unit in OUTPUT_UNITS:
        return sundays_in(begin, end) + _holds_broken_week(allocation, begin, end)
    return None


def _holds_broken_week(allocation: AllocationVersion, begin: date, end: date) -> bool:
    """True in the period that holds the last Sunday of an allocation not ending on a Sunday.

    An allocation without any Sunday has its broken week in the period that holds its end.
    """
    if allocation.end is None or allocation.end == sunday_of(allocation.end):
        return False
    last_sunday = last_sunday_in(allocation.begin, allocation.end)
    return begin <= (last_sunday or allocation.end) <= end
