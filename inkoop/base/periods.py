"""Calendar months, written as their first day."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def add_months(month: date, count: int) -> date:
    """The first day of the month that lies ``count`` months after that of ``month``; before, when negative."""
    year, index = divmod(month.year * 12 + month.month - 1 + count, 12)
    return date(year, index + 1, 1)


def last_of_month(day: date) -> date:
    return add_months(day, 1) - ONE_DAY


def month_number(month: date) -> int:
    """Months since the year 0, so that the difference of two is the number of months between them."""
    return month.year * 12 + month.month


def last_month_end(day: date) -> date:
    """The newest last day of a month on or before ``day``."""
    return first_of_month(day + ONE_DAY) - ONE_DAY


def last_mature_month(peildatum: date, mature_after: int) -> date:
    """The newest service month of which the last day of month + ``mature_after`` has come."""
    return add_months(first_of_month(last_month_end(peildatum)), -mature_after)
