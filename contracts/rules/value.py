"""The value W of an allocation ("indicatiewaarde") over calendar months.

Values are exact fractions of cents; round once at output with ``rounding.half_up``.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import cast

from contracts.rules.codes import EURO, IN_TOTAL, PER_DAY, PER_MONTH, PER_WEEK, WITHDRAWN
from contracts.rules.facts import AllocationVersion
from contracts.rules.periods import (
    days_in,
    each_day,
    each_week,
    first_of_month,
    last_of_month,
    months_touched,
    overlap,
    sunday_of,
)
from contracts.rules.tariffs import AgreedTariffs

Value = Fraction | None


def allocation_value(
    allocation: AllocationVersion, first_month: date, last_month: date, tariffs: AgreedTariffs
) -> Value:
    """W over a window of whole months, in exact cents: the sum of its calendar months.

    The window is the reporting period: an allocation without end date is capped at its last day.
    None = undefined: category only without budget, frequency 6 or Budget without end date, an
    unknown frequency, or no agreed tariff on a day that must be priced. Formulas, section 1.
    """
    until = last_of_month(last_month)
    months = months_touched(first_month, until)
    return _sum(month_value(allocation, month, tariffs, until=until) for month in months)


def month_value(allocation: AllocationVersion, month: date, tariffs: AgreedTariffs, *, until: date) -> Value:
    """W in one calendar month, in exact cents; ``until`` is the end of the reporting period.

    Withdrawn (reason 13): 0, also where W would be undefined. None as in `allocation_value`.
    A frequency period (week, month, whole validity) is priced at the tariff of its first day
    that lies inside both the allocation and this month; days at their own tariff. Frequency 6
    with a price is therefore volume x the tariff of the first shared day of this month, in
    proportion to the days. A month without a shared day is 0.
    """
    if allocation.reason == WITHDRAWN:
        return Fraction(0)
    if _needs_end(allocation) and allocation.end is None:
        return None
    if allocation.volume is not None:
        return _priced(_capped(allocation, until), month, tariffs)
    return _budget_share(allocation, month)


def _needs_end(allocation: AllocationVersion) -> bool:
    return allocation.volume is None or allocation.frequency == IN_TOTAL


def _capped(allocation: AllocationVersion, until: date) -> AllocationVersion:
    return allocation if allocation.end else replace(allocation, end=until)


def _budget_share(allocation: AllocationVersion, month: date) -> Value:
    if allocation.budget is None:
        return None
    return allocation.budget * _share_of_validity(allocation, month)


def _priced(allocation: AllocationVersion, month: date, tariffs: AgreedTariffs) -> Value:
    """Omvang x tariff; the allocation has an end here."""
    shares = _shares(allocation, month)
    if shares is None:
        return None
    amounts = (_amount(allocation, day, tariffs, share) for day, share in shares)
    return _sum(amounts)


def _shares(allocation: AllocationVersion, month: date) -> Iterable[tuple[date, Fraction]] | None:
    """The frequency periods of the month: the day that prices each, and how much of it counts."""
    shared = _shared_days(allocation, month)
    if allocation.frequency not in (PER_DAY, PER_WEEK, PER_MONTH, IN_TOTAL):
        return None
    if shared is None:
        return ()
    if allocation.frequency == PER_DAY:
        return ((day, Fraction(1)) for day in each_day(*shared))
    if allocation.frequency == PER_WEEK:
        return ((day, Fraction(1)) for day in _weeks_counted(allocation, *shared))
    if allocation.frequency == PER_MONTH:
        return [(shared[0], Fraction(1))]
    return [(shared[0], _share_of_validity(allocation, month))]


def _weeks_counted(allocation: AllocationVersion, begin: date, end: date) -> Iterable[date]:
    """First shared day of each ISO week whose last day inside the allocation lies in the month.

    ``begin`` t/m ``end`` are the days that the month shares with the allocation.
    """
    for monday in each_week(begin, end):
        if min(sunday_of(monday), _end(allocation)) <= end:
            yield max(monday, begin)


def _share_of_validity(allocation: AllocationVersion, month: date) -> Fraction:
    shared = _shared_days(allocation, month)
    if shared is None:
        return Fraction(0)
    return Fraction(days_in(*shared), days_in(allocation.begin, _end(allocation)))


def _shared_days(allocation: AllocationVersion, month: date) -> tuple[date, date] | None:
    return overlap((allocation.begin, _end(allocation)), (first_of_month(month), last_of_month(month)))


def _end(allocation: AllocationVersion) -> date:
    return cast(date, allocation.end)  # capped, or undefined before it comes here


def _amount(allocation: AllocationVersion, day: date, tariffs: AgreedTariffs, share: Fraction) -> Value:
    """Cents of one frequency period; unit 83: the volume is the amount."""
    volume = allocation.volume or 0
    if allocation.unit == EURO:
        return volume * share
    price = _price(allocation, day, tariffs)
    return None if price is None else volume * price * share


def _price(allocation: AllocationVersion, day: date, tariffs: AgreedTariffs) -> int | None:
    """The agreed tariff, with the same meaning as in the test on 0611."""
    if allocation.code is None:
        return None
    return tariffs.price(allocation.agb, allocation.municipality, allocation.code, day, allocation.unit)


def _sum(values: Iterable[Value]) -> Value:
    """The sum; None as soon as one part is undefined."""
    total = Fraction(0)
    for value in values:
        if value is None:
            return None
        total += value
    return total
