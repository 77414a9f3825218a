from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.periods import (
    add_months,
    days_in,
    default_window,
    each_day,
    each_week,
    first_of_month,
    last_mature_month,
    last_of_month,
    last_sunday_in,
    matures,
    months_between,
    months_touched,
    overlap,
    sundays_in,
    weeks_touched,
)
from contracts.rules.rounding import half_up

DAYS = st.dates(date(2019, 1, 1), date(2032, 12, 31))
LENGTHS = st.integers(0, 500)


def test_month_ends_follow_the_calendar():
    assert last_of_month(date(2024, 2, 10)) == date(2024, 2, 29)
    assert last_of_month(date(2025, 12, 31)) == date(2025, 12, 31)
    assert first_of_month(date(2025, 3, 31)) == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), -60, date(2019, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
    ],
)
def test_add_months_clips_to_the_month_end(day, months, expected):
    assert add_months(day, months) == expected


def test_months_touched_counts_both_ends():
    touched = months_touched(date(2025, 11, 30), date(2026, 1, 1))
    assert touched == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)]
    assert months_touched(date(2025, 2, 1), date(2025, 1, 31)) == []
    assert months_between(date(2026, 1, 31), date(2025, 11, 1)) == -2


def test_overlap_is_empty_for_neighbours():
    january = (date(2025, 1, 1), date(2025, 1, 31))
    assert overlap(january, (date(2025, 2, 1), date(2025, 2, 28))) is None
    shared = (date(2025, 1, 31), date(2025, 1, 31))
    assert overlap(january, (date(2025, 1, 31), date(2025, 2, 28))) == shared


def test_a_reversed_period_holds_nothing():
    begin, end = date(2025, 3, 2), date(2025, 3, 1)
    assert (days_in(begin, end), weeks_touched(begin, end), sundays_in(begin, end)) == (0, 0, 0)
    assert list(each_day(begin, end)) == []


def test_each_week_gives_mondays():
    mondays = [date(2025, 12, 22), date(2025, 12, 29), date(2026, 1, 5)]
    assert list(each_week(date(2025, 12, 28), date(2026, 1, 5))) == mondays
    assert {monday.isoweekday() for monday in mondays} == {1}


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (date(2025, 8, 31), date(2025, 8, 31), date(2025, 8, 31)),
        (date(2025, 8, 31), date(2025, 9, 6), date(2025, 8, 31)),
        (date(2025, 8, 31), date(2025, 9, 7), date(2025, 9, 7)),
        (date(2025, 9, 1), date(2025, 9, 6), None),
    ],
)
def test_the_last_sunday_may_be_either_end(begin, end, expected):
    assert last_sunday_in(begin, end) == expected


@given(DAYS, st.one_of(st.integers(0, 8), LENGTHS))
def test_weeks_and_sundays_agree_with_counting_days(begin, length):
    end = begin + timedelta(days=length)
    days = list(each_day(begin, end))
    sundays = [day for day in days if day.isoweekday() == 7]
    assert days_in(begin, end) == len(days)
    assert weeks_touched(begin, end) == len({day.isocalendar()[:2] for day in days})
    assert len(list(each_week(begin, end))) == weeks_touched(begin, end)
    assert sundays_in(begin, end) == len(sundays)
    assert last_sunday_in(begin, end) == (sundays[-1] if sundays else None)


def test_a_month_matures_on_the_last_day_of_the_third_month_after_it():
    assert not matures(date(2025, 3, 1), date(2025, 6, 29))
    assert matures(date(2025, 3, 1), date(2025, 6, 30))
    assert matures(date(2024, 11, 1), date(2025, 2, 28))
    assert matures(date(2025, 3, 1), date(2025, 5, 31), months=2)


def test_the_default_window_is_the_last_twelve_mature_months():
    assert default_window(date(2025, 6, 29)) == (date(2024, 3, 1), date(2025, 2, 1))
    assert default_window(date(2025, 6, 30)) == (date(2024, 4, 1), date(2025, 3, 1))


@given(DAYS, st.integers(0, 6))
def test_the_last_mature_month_is_mature_and_the_next_is_not(peildatum, months):
    month = last_mature_month(peildatum, months)
    assert matures(month, peildatum, months)
    assert not matures(add_months(month, 1), peildatum, months)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (Fraction(5, 2), 3),
        (Fraction(1, 2), 1),
        (0, 0),
        (Fraction(-5, 2), -3),
        (Fraction(249, 100), 2),
        (Fraction(1455, 10), 146),
        (7, 7),
    ],
)
def test_half_cents_go_away_from_zero(amount, cents):
    assert half_up(amount) == cents
