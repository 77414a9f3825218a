"""Days as ordinals, months counted from January 2023, deliveries counted by the month they arrive in."""

from datetime import date
from itertools import pairwise

FIRST_YEAR = 2023
MONTHS = 36
LAST_DELIVERY = MONTHS + 2  # three more months, so that late invoices arrive

_FROM, _TO = -276, 120
_STARTS = [date(FIRST_YEAR + i // 12, i % 12 + 1, 1).toordinal() for i in range(_FROM, _TO)]
_BASE = _STARTS[0]
_ISO = [date.fromordinal(day).isoformat() for day in range(_BASE, _STARTS[-1])]
_MONTH_OF = [
    month + _FROM for month, (start, after) in enumerate(pairwise(_STARTS)) for _ in range(after - start)
]


def month_start(month: int) -> int:
    return _STARTS[month - _FROM]


def month_end(month: int) -> int:
    return _STARTS[month - _FROM + 1] - 1


def month_of(day: int) -> int:
    return _MONTH_OF[day - _BASE]


def year_of(month: int) -> int:
    return FIRST_YEAR + month // 12


def iso(day: int) -> str:
    return _ISO[day - _BASE]


def iso_month(month: int) -> str:
    return iso(month_start(month))[:7]


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def received_day(delivery: int) -> int:
    """The registers come on 15 January 2023, everything after that on the twelfth of each month."""
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
