"""Days as ordinals, months counted from January of the first year, deliveries by the month they arrive in."""

from datetime import date
from itertools import pairwise

FIRST_YEAR = 2023  # unless begin_in says otherwise
MONTHS = 36
LAST_DELIVERY = MONTHS + 2  # three more months, so that late invoices arrive

_FROM_YEAR, _TO_YEAR = 2000, 2060
_STARTS = [date(year, month, 1).toordinal() for year in range(_FROM_YEAR, _TO_YEAR) for month in range(1, 13)]
_BASE = _STARTS[0]
_ISO = [date.fromordinal(day).isoformat() for day in range(_BASE, _STARTS[-1])]
_MONTH_OF = [month for month, (start, after) in enumerate(pairwise(_STARTS)) for _ in range(after - start)]
_first_month = (FIRST_YEAR - _FROM_YEAR) * 12  # where month 0 stands in these lists


def begin_in(year: int) -> None:
    """Counts months from January of this year, for the region that is made next."""
    global _first_month  # noqa: PLW0603 -- one region per run, and days are asked for a million times
    _first_month = (year - _FROM_YEAR) * 12


def month_start(month: int) -> int:
    return _STARTS[month + _first_month]


def month_end(month: int) -> int:
    return _STARTS[month + _first_month + 1] - 1


def month_of(day: int) -> int:
    return _MONTH_OF[day - _BASE] - _first_month


def first_year() -> int:
    return _FROM_YEAR + _first_month // 12


def year_of(month: int) -> int:
    return first_year() + month // 12


def first_of(month: int) -> str:
    return iso(month_start(month))


def last_of(month: int) -> str:
    return iso(month_end(month))


def iso(day: int) -> str:
    return _ISO[day - _BASE]


def iso_month(month: int) -> str:
    return iso(month_start(month))[:7]


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def received_day(delivery: int) -> int:
    """The registers come on 15 January, everything after that on the twelfth of each month."""
    return month_start(delivery) + (14 if delivery == 0 else 11)


def delivery_on_or_after(day: int) -> int:
    delivery = max(0, month_of(day))
    return delivery if day <= received_day(delivery) else delivery + 1


def add_months(day: int, months: int) -> int:
    """The same day of the month ``months`` later, or the last day when that month is shorter."""
    start = date.fromordinal(day)
    first = month_start(month_of(day) + months)
    last = month_end(month_of(day) + months)
    return min(first + start.day - 1, last)


def weeks_touched(begin: int, end: int) -> int:
    """ISO weeks; ordinal 1 is a Monday."""
    return (end - 1) // 7 - (begin - 1) // 7 + 1


def sundays(begin: int, end: int) -> int:
    return end // 7 - (begin - 1) // 7


def last_sunday(end: int) -> int:
    return end - end % 7
