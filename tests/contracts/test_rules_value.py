from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.periods import last_of_month, months_touched, weeks_touched
from contracts.rules.tariffs import AgreedTariffs
from contracts.rules.value import allocation_value, month_value
from tests.contracts.rules_cast import allocation, contract, tariff

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)
NO_END = object()


def known(*tariffs):
    return AgreedTariffs([contract()], tariffs or [tariff(cents=100)], date(2026, 12, 31))


def value(version, first=OCTOBER, last=DECEMBER, tariffs=None):
    return allocation_value(version, first, last, tariffs or known())


def raised_on(day, before=100, after=200):
    return known(tariff(cents=before, end=day - timedelta(days=1)), tariff(cents=after, begin=day))


def test_days_have_their_own_tariff():
    version = allocation(begin=date(2025, 10, 30), end=date(2025, 11, 2), frequency="1", volume=2)
    assert value(version) == 4 * 2 * 100
    assert value(version, tariffs=raised_on(date(2025, 10, 31))) == 2 * 100 + 3 * 2 * 200


def test_a_week_counts_once_in_the_month_of_its_last_day_inside_the_allocation():
    version = allocation(begin=date(2025, 10, 7), end=date(2025, 12, 30), frequency="2", volume=3)
    by_month = [month_value(version, m, known(), until=DECEMBER) for m in (OCTOBER, NOVEMBER)]
    assert by_month == [3 * 3 * 100, 5 * 3 * 100]  # the week of 27 October ends in November
    assert value(version, DECEMBER, DECEMBER) == 5 * 3 * 100  # 29 December ends with it
    assert value(version) == 13 * 3 * 100


def test_a_week_is_priced_on_its_first_day_inside_allocation_and_month():
    version = allocation(begin=date(2025, 10, 28), end=date(2025, 11, 2), frequency="2", volume=1)
    assert value(version, tariffs=raised_on(date(2025, 11, 1))) == 200
    assert value(version, tariffs=raised_on(date(2025, 11, 2))) == 100
    in_one_month = allocation(begin=date(2025, 10, 14), end=date(2025, 10, 19), frequency="2", volume=1)
    assert value(in_one_month, tariffs=raised_on(date(2025, 10, 15))) == 100


def test_each_week_of_a_month_has_its_own_price_day():
    version = allocation(begin=date(2025, 12, 1), end=date(2025, 12, 28), frequency="2", volume=1)
    assert value(version, tariffs=raised_on(date(2025, 12, 22))) == 3 * 100 + 200
    assert value(version, tariffs=raised_on(date(2025, 12, 23))) == 4 * 100


def test_a_touched_month_counts_whole_at_the_tariff_of_its_first_day_inside():
    version = allocation(begin=date(2025, 10, 31), end=date(2025, 12, 1), frequency="4", volume=5)
    assert value(version) == 3 * 5 * 100
    assert value(version, tariffs=raised_on(date(2025, 11, 2))) == 2 * 500 + 1_000


def test_a_total_volume_is_spread_over_the_days_of_validity():
    version = allocation(begin=date(2025, 10, 22), end=date(2025, 11, 30), frequency="6", volume=8)
    assert month_value(version, OCTOBER, known(), until=DECEMBER) == Fraction(800 * 10, 40)
    assert value(version) == 800
    later = raised_on(date(2025, 11, 1))
    assert value(version, tariffs=later) == Fraction(800 * 10, 40) + Fraction(1_600 * 30, 40)


def test_a_total_volume_is_priced_on_its_first_day_inside_the_month():
    version = allocation(begin=date(2025, 10, 22), end=date(2025, 11, 30), frequency="6", volume=8)
    assert value(version, OCTOBER, OCTOBER, raised_on(date(2025, 10, 23))) == Fraction(800 * 10, 40)
    assert value(version, OCTOBER, OCTOBER, raised_on(date(2025, 10, 22))) == Fraction(1_600 * 10, 40)


def test_a_budget_is_spread_exactly():
    version = allocation(
        begin=date(2025, 10, 31), end=date(2025, 11, 2),
        volume=None, unit=None, frequency=None, budget=1_000,
    )  # fmt: skip
    assert value(version, OCTOBER, OCTOBER) == Fraction(1_000, 3)
    assert value(version) == 1_000


@pytest.mark.parametrize(("frequency", "times"), [("1", 9), ("2", 2), ("4", 2), ("6", 1)])
def test_euros_are_the_amount_of_each_frequency_period(frequency, times):
    version = allocation(
        begin=date(2025, 10, 25), end=date(2025, 11, 2),
        unit="83", volume=30_000, frequency=frequency, code="44A09",
    )  # fmt: skip
    assert value(version) == times * 30_000


def test_a_minute_is_priced_like_a_declared_minute():
    version = allocation(unit="01", volume=60, frequency="4", end=date(2025, 1, 31))
    hourly = known(tariff(cents=8_730))
    assert value(version, date(2025, 1, 1), date(2025, 1, 1), hourly) == 60 * 146


def test_hours_are_not_turned_into_minutes():
    version = allocation(unit="04", volume=10, frequency="4")
    assert value(version, OCTOBER, OCTOBER) == 10 * 100


def test_without_end_the_reporting_period_is_the_cap():
    version = allocation(end=None, begin=date(2025, 10, 7), frequency="2", volume=1)
    assert value(version, OCTOBER, OCTOBER) == 4 * 100
    assert value(version, OCTOBER, NOVEMBER) == 8 * 100
    assert month_value(version, OCTOBER, known(), until=date(2025, 11, 30)) == 3 * 100
    monthly = allocation(end=None, frequency="4", volume=1)
    assert value(monthly) == 3 * 100


def test_a_month_outside_the_allocation_is_worth_nothing():
    for frequency in ("1", "2", "4", "6"):
        version = allocation(end=date(2025, 9, 28), frequency=frequency)
        assert value(version) == 0
    assert value(allocation(begin=date(2026, 3, 1), end=None, frequency="4")) == 0


def test_withdrawn_is_zero_also_where_it_would_be_undefined():
    assert value(allocation(reason="13")) == 0
    assert value(allocation(reason="13", volume=None, unit=None, frequency=None)) == 0


def test_undefined_values():
    category_only = {"code": None, "volume": None, "unit": None, "frequency": None}
    assert value(allocation(**category_only)) is None
    assert value(allocation(**category_only, budget=1_000, end=None)) is None
    assert value(allocation(frequency="6", end=None)) is None
    assert value(allocation(frequency="5")) is None
    assert value(allocation(code=None)) is None


def test_without_tariff_on_a_needed_day_the_value_is_undefined():
    from_november = known(tariff(cents=100, begin=NOVEMBER))
    version = allocation(frequency="4")
    assert value(version, tariffs=from_november) is None
    assert value(version, NOVEMBER, DECEMBER, from_november) == 2 * 1_000
    only_first = known(tariff(cents=100, end=NOVEMBER))
    assert value(version, OCTOBER, NOVEMBER, only_first) == 2 * 1_000
    assert value(allocation(frequency="1"), OCTOBER, NOVEMBER, only_first) is None


MONTHS = st.integers(0, 23).map(lambda n: date(2024 + n // 12, n % 12 + 1, 1))
VERSIONS = st.builds(
    lambda begin, length, frequency, volume, unit: allocation(
        begin=begin, end=begin + timedelta(days=length),
        frequency=frequency, volume=volume, unit=unit,
    ),
    st.dates(date(2023, 6, 1), date(2026, 6, 30)),
    st.integers(0, 900),
    st.sampled_from(["1", "2", "4", "6"]),
    st.integers(0, 50),
    st.sampled_from(["01", "04", "14", "82", "83"]),
)  # fmt: skip
TARIFFS = raised_on(date(2025, 1, 15), before=7_313, after=7_777)


@given(VERSIONS, MONTHS, MONTHS)
def test_the_value_is_additive_over_months(version, one, other):
    first, last = min(one, other), max(one, other)
    cells = [
        month_value(version, month, TARIFFS, until=last_of_month(last))
        for month in months_touched(first, last)
    ]
    assert allocation_value(version, first, last, TARIFFS) == sum(cells)


@given(VERSIONS)
def test_over_its_whole_validity_each_week_counts_once(version):
    flat = known(tariff(cents=100))
    whole = allocation_value(version, version.begin, version.end, flat)
    price = {"83": 1, "01": 2}.get(version.unit, 100)  # 100 per hour is 2 per minute, rounded
    days = (version.end - version.begin).days + 1
    times = {
        "1": days,
        "2": weeks_touched(version.begin, version.end),
        "4": len(months_touched(version.begin, version.end)),
        "6": 1,
    }
    assert whole == times[version.frequency] * version.volume * price


@given(VERSIONS, MONTHS, st.integers(0, 11))
def test_two_neighbouring_windows_add_up(version, first, length):
    middle = months_touched(first, first + timedelta(days=31 * length))
    later = months_touched(middle[-1] + timedelta(days=31), middle[-1] + timedelta(days=120))
    parts = [allocation_value(version, w[0], w[-1], TARIFFS) for w in (middle, later)]
    assert allocation_value(version, middle[0], later[-1], TARIFFS) == sum(parts)
