"""Working days: known years literally, and what must hold for every day."""

from datetime import date, timedelta

import pytest

from inkoop.base.workdays import add_workdays, easter, holidays, is_workday, kings_day, workdays_between

DAYS = [date(2014, 1, 1) + timedelta(days=place) for place in range(0, 365 * 20, 11)]


@pytest.mark.parametrize(
    "day",
    [
        date(2014, 4, 20), date(2016, 3, 27), date(2019, 4, 21), date(2021, 4, 4), date(2024, 3, 31),
        date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25), date(2049, 4, 18),
    ],
)  # fmt: skip
def test_easter_of_known_years(day):
    assert easter(day.year) == day


def test_easter_is_a_sunday_between_22_march_and_25_april():
    for year in range(1900, 2200):
        day = easter(year)
        assert day.weekday() == 6
        assert date(year, 3, 22) <= day <= date(year, 4, 25)


def test_holidays_of_2026():
    assert holidays(2026) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 3): "Goede Vrijdag",
        date(2026, 4, 5): "eerste paasdag",
        date(2026, 4, 6): "tweede paasdag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 24): "eerste pinksterdag",
        date(2026, 5, 25): "tweede pinksterdag",
        date(2026, 12, 25): "eerste kerstdag",
        date(2026, 12, 26): "tweede kerstdag",
    }


def test_kings_day_moves_to_saturday_when_it_is_a_sunday():
    shifted = {year: kings_day(year).day for year in range(2014, 2032) if kings_day(year).day != 27}
    assert shifted == {2014: 26, 2025: 26, 2031: 26}


def test_liberation_day_counts_every_year():
    assert [is_workday(date(year, 5, 5)) for year in (2021, 2022, 2023, 2026)] == [False] * 4


def test_good_friday_is_no_workday():
    assert not is_workday(date(2026, 4, 3))
    assert is_workday(date(2026, 4, 2))


def test_years_before_kings_day_are_not_known():
    with pytest.raises(ValueError, match="vanaf 2014"):
        holidays(2013)


@pytest.mark.parametrize(
    ("received", "count", "last"),
    [
        (date(2026, 5, 7), 10, date(2026, 5, 22)),  # Hemelvaart on the way
        (date(2026, 5, 1), 3, date(2026, 5, 7)),  # weekend and 5 May on the way
        (date(2026, 4, 1), 5, date(2026, 4, 10)),  # Goede Vrijdag and Easter Monday
        (date(2025, 12, 23), 3, date(2025, 12, 30)),  # Kerst and a weekend
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
        (date(2026, 11, 21), 3, date(2026, 11, 25)),  # received on a Saturday
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
    ],
)
def test_terms_of_known_days(received, count, last):
    assert add_workdays(received, count) == last


@pytest.mark.parametrize("count", [1, 3, 5, 10])
def test_a_term_ends_on_a_workday_with_that_many_workdays_in_it(count):
    for day in DAYS:
        last = add_workdays(day, count)
        assert is_workday(last)
        between = [day + timedelta(days=place) for place in range(1, (last - day).days + 1)]
        assert sum(map(is_workday, between)) == count
        assert workdays_between(day, last) == count
        assert workdays_between(last, day) == -count


def test_terms_add_up_and_never_run_back():
    for day in DAYS:
        assert add_workdays(add_workdays(day, 3), 7) == add_workdays(day, 10)
        assert add_workdays(day, 3) <= add_workdays(day + timedelta(days=1), 3)


def test_a_term_of_no_days_is_refused():
    with pytest.raises(ValueError, match="ten minste één"):
        add_workdays(date(2026, 1, 2), 0)
