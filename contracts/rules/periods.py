"""Days, ISO weeks and calendar months of periods that include both ends ("t/m").

A month is written as its first day. A period whose end lies before its begin holds nothing.
"""

from collections.abc import Iterator
from datetime import date, timedelta

MATURITY_MONTHS = 3
WINDOW_MONTHS = 12

ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(days=7)

Period = tuple[date, date]


def first_of_month(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month of a day."""
    return add_months(first_of_month(day), 1) - ONE_DAY


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or earlier when negative; clipped to the month end."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, _days_in_month(year, month0 + 1)))


def months_between(earlier: date, later: date) -> int:
    """Calendar months from the one day to the other; negative when ``later`` comes first."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def months_touched(begin: date, end: date) -> list[date]:
    """Every calendar month with a day in the period, in order, as first days."""
    month = first_of_month(begin)
    return [add_months(month, n) for n in range(months_between(begin, end) + 1) if begin <= end]


def same_month(one: date, other: date) -> bool:
    """True when both days lie in the same month of the same year."""
    return (one.year, one.month) == (other.year, other.month)


def overlap(one: Period, other: Period) -> Period | None:
    """The days that two periods share; None when they share none."""
    begin, end = max(one[0], other[0]), min(one[1], other[1])
    return (begin, end) if begin <= end else None


def days_in(begin: date, end: date) -> int:
    """Number of days, both ends counted."""
    return max(0, (end - begin).days + 1)


def each_day(begin: date, end: date) -> Iterator[date]:
    """The days of the period, in order."""
    return (begin + timedelta(days=n) for n in range(days_in(begin, end)))


def monday_of(day: date) -> date:
    """The first day of the ISO week of a day."""
    return day - timedelta(days=day.weekday())


def sunday_of(day: date) -> date:
    """The last day of the ISO week of a day."""
    return monday_of(day) + timedelta(days=6)


def each_week(begin: date, end: date) -> Iterator[date]:
    """The Mondays of the ISO weeks with a day in the period, in order."""
    return (monday_of(begin) + n * ONE_WEEK for n in range(weeks_touched(begin, end)))


def weeks_touched(begin: date, end: date) -> int:
    """Number of ISO weeks (week numbers) with a day in the period (IV077)."""
    if begin > end:
        return 0
    return (monday_of(end) - monday_of(begin)).days // 7 + 1


def sundays_in(begin: date, end: date) -> int:
    """Number of Sundays in the period (IV076)."""
    if begin > end:
        return 0
    return (monday_of(end + ONE_DAY) - monday_of(begin)).days // 7


def last_sunday_in(begin: date, end: date) -> date | None:
    """The last Sunday of the period; None when it holds none."""
    sunday = monday_of(end + ONE_DAY) - ONE_DAY
    return sunday if sunday >= begin else None


def matures(month: date, peildatum: date, months: int = MATURITY_MONTHS) -> bool:
    """True when service month ``month`` is mature: the last day of month + ``months`` has come.

    2025-03 is mature on 30 June 2025 and not on 29 June (formulas, section 11).
    """
    return last_of_month(add_months(first_of_month(month), months)) <= peildatum


def last_mature_month(peildatum: date, months: int = MATURITY_MONTHS) -> date:
    """The newest service month that is mature on the peildatum."""
    complete = add_months(first_of_month(peildatum + ONE_DAY), -1)
    return add_months(complete, -months)


def default_window(peildatum: date, months: int = MATURITY_MONTHS, length: int = WINDOW_MONTHS) -> Period:
    """First and last month of the last ``length`` mature months."""
    last = last_mature_month(peildatum, months)
    return add_months(last, 1 - length), last


def _days_in_month(year: int, month: int) -> int:
    begin = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - begin).days
