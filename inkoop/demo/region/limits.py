"""How much may be declared on an allocation."""

from inkoop.demo.region import days
from inkoop.demo.region.catalogue import HOUR, OUTPUT_UNITS

BY_DAY, BY_WEEK, BY_MONTH, IN_ALL = "1", "2", "4", "6"


def period_maximum(
    volume: int, unit: str, frequency: str, begin: int, end: int, last_day: int | None
) -> int | None:
    """The most that one line over ``begin``..``end`` may hold; None when only the total counts."""
    if frequency == BY_DAY:
        return volume * (end - begin + 1)
    if frequency == BY_WEEK:
        if unit in OUTPUT_UNITS:
            return volume * _output_weeks(begin, end, last_day)
        return volume * days.weeks_touched(begin, end)
    return volume if frequency == BY_MONTH else None


def total_maximum(volume: int, unit: str, frequency: str, begin: int, last_day: int | None) -> int | None:
    """The most that all lines together may hold; without an end only a total has a maximum."""
    if frequency == IN_ALL:
        return volume
    if last_day is None:
        return None
    if frequency == BY_MONTH:
        return volume * (days.month_of(last_day) - days.month_of(begin) + 1)
    return period_maximum(volume, unit, frequency, begin, last_day, last_day)


def _output_weeks(begin: int, end: int, last_day: int | None) -> int:
    """Sundays, and one more where the last Sunday lies when the allocation ends later in a week."""
    weeks = days.sundays(begin, end)
    if last_day is not None and last_day % 7 and begin <= days.last_sunday(last_day) <= end:
        weeks += 1
    return weeks


def in_minutes(unit: str) -> int:
    return 60 if unit == HOUR else 1
