"""Vectors of IV076 and IV077, recomputed; the dates printed there are partly wrong."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.allocations import (
    Allocations,
    current_version,
    measured,
    period_limit,
    total_limit,
)
from contracts.rules.periods import last_of_month, months_touched
from tests.contracts.rules_cast import allocation


def limits_by_month(version):
    periods = [
        (max(month, version.begin), min(last_of_month(month), version.end))
        for month in months_touched(version.begin, version.end)
    ]
    return [period_limit(version, begin, end) for begin, end in periods]


def weekly(begin, end, unit, volume=1):
    return allocation(begin=begin, end=end, unit=unit, volume=volume, frequency="2")


def test_effort_weeks_touched_per_month_and_in_total():
    version = weekly(date(2025, 10, 7), date(2025, 12, 30), "01")
    assert limits_by_month(version) == [4, 5, 5]
    assert total_limit(version) == 13


def test_the_sum_of_the_months_may_exceed_the_total():
    version = weekly(date(2025, 7, 7), date(2025, 9, 7), "01", volume=3)
    assert limits_by_month(version) == [12, 15, 3]
    assert total_limit(version) == 27


def test_a_broken_first_week_counts_whole():
    version = weekly(date(2025, 11, 12), date(2025, 12, 13), "84", volume=3)
    assert period_limit(version, date(2025, 11, 12), date(2025, 11, 30)) == 9
    shifted = weekly(date(2026, 11, 12), date(2026, 12, 13), "84", volume=3)
    assert period_limit(shifted, date(2026, 11, 12), date(2026, 11, 30)) == 12


@pytest.mark.parametrize(
    ("begin", "end", "months", "total"),
    [
        (date(2025, 10, 7), date(2025, 12, 31), [3, 5, 4 + 1], 13),
        (date(2025, 7, 7), date(2025, 9, 5), [3, 5 + 1, 0], 9),
        (date(2025, 7, 7), date(2025, 9, 7), [3, 5, 1], 9),
    ],
)
def test_output_weeks_are_sundays_with_the_broken_week_at_the_last(begin, end, months, total):
    for unit in ("82", "83"):
        version = weekly(begin, end, unit)
        assert limits_by_month(version) == months
        assert total_limit(version) == total


def test_an_output_allocation_without_sunday_has_its_week_where_it_ends():
    version = weekly(date(2025, 9, 30), date(2025, 10, 2), "82", volume=300)
    assert limits_by_month(version) == [0, 300]
    assert total_limit(version) == 300


def test_a_month_volume_holds_for_a_broken_month():
    version = allocation(
        begin=date(2026, 10, 14), end=date(2026, 12, 13), unit="01", volume=15, frequency="4"
    )
    assert limits_by_month(version) == [15, 15, 15]
    assert total_limit(version) == 45


def test_a_day_volume_counts_calendar_days():
    version = allocation(begin=date(2025, 1, 30), end=date(2025, 2, 2), unit="01", volume=5, frequency="1")
    assert limits_by_month(version) == [10, 10]
    assert total_limit(version) == 20


def test_a_total_volume_is_tested_on_the_sum_alone():
    version = allocation(unit="14", volume=40, frequency="6")
    assert period_limit(version, date(2025, 1, 1), date(2025, 1, 31)) is None
    assert total_limit(version) == 40
    assert total_limit(allocation(unit="14", volume=40, frequency="6", end=None)) == 40


@pytest.mark.parametrize("frequency", ["1", "2", "4"])
def test_without_end_only_the_period_is_tested(frequency):
    version = allocation(end=None, frequency=frequency, volume=2, unit="01")
    assert period_limit(version, date(2025, 1, 1), date(2025, 1, 31)) is not None
    assert total_limit(version) is None


def test_without_omvang_no_volume_is_tested():
    version = allocation(volume=None, unit=None, frequency=None, budget=100_000)
    assert period_limit(version, date(2025, 1, 1), date(2025, 1, 31)) is None
    assert total_limit(version) is None


def test_hours_are_compared_in_minutes():
    version = allocation(unit="04", volume=10, frequency="4")
    assert period_limit(version, date(2025, 1, 1), date(2025, 1, 31)) == 600
    assert (measured(10, "04"), measured(600, "01"), measured(3, "14")) == (600, 600, 3)


def test_the_newest_allocation_date_and_time_count_not_the_receipt():
    older = allocation(issued_on=date(2025, 1, 1), received_on=date(2025, 3, 1))
    newer = allocation(issued_on=date(2025, 2, 1), received_on=date(2025, 2, 2))
    same_day = allocation(issued_on=date(2025, 2, 1), issued_at=time(10), received_on=date(2025, 2, 3))
    assert current_version([newer, older], date(2025, 3, 1)) is newer
    assert current_version([same_day, newer, older], date(2025, 3, 1)) is same_day


def test_of_equal_date_and_time_the_last_received_counts():
    first = allocation(received_on=date(2025, 1, 2), sequence=1, volume=1)
    second = allocation(received_on=date(2025, 1, 2), sequence=2, volume=2)
    third = allocation(received_on=date(2025, 1, 3), sequence=0, volume=3)
    assert current_version([second, first], date(2025, 1, 2)) is second
    assert current_version([third, second, first], date(2025, 1, 3)) is third


def test_a_version_counts_from_its_day_of_receipt():
    first = allocation(issued_on=date(2025, 1, 1), received_on=date(2025, 1, 2))
    second = allocation(issued_on=date(2025, 1, 5), received_on=date(2025, 1, 10))
    index = Allocations([first, second])
    assert index.current("0363", "1001", date(2025, 1, 1)) is None
    assert index.current("0363", "1001", date(2025, 1, 9)) is first
    assert index.current("0363", "1001", date(2025, 1, 10)) is second
    assert index.current("0518", "1001", date(2025, 1, 10)) is None
    assert list(index.all_current(date(2025, 1, 9))) == [first]


@given(
    st.dates(date(2021, 1, 1), date(2028, 12, 31)),
    st.integers(0, 400),
    st.sampled_from(["82", "83"]),
)
def test_output_weeks_add_up_to_the_total(begin, length, unit):
    version = weekly(begin, begin + timedelta(days=length), unit)
    assert sum(limits_by_month(version)) == total_limit(version)


@given(st.dates(date(2021, 1, 1), date(2028, 12, 31)), st.integers(0, 400))
def test_effort_weeks_by_month_never_fall_short_of_the_total(begin, length):
    version = weekly(begin, begin + timedelta(days=length), "01")
    assert sum(limits_by_month(version)) >= total_limit(version)
