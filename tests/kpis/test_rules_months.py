from datetime import date

import pytest

from kpis.rules.months import Window, behaviour_window, last_mature_months, last_month_end, mature_part
from tests.kpis.cast import month, window


@pytest.mark.parametrize(
    ("peildatum", "first", "last"),
    [
        (date(2025, 6, 30), "2024-04", "2025-03"),
        (date(2025, 6, 29), "2024-03", "2025-02"),
        (date(2025, 12, 31), "2024-10", "2025-09"),
    ],
)
def test_default_window_is_the_last_twelve_mature_months(peildatum, first, last):
    assert behaviour_window(peildatum) == window(first, last)


def test_a_window_asked_for_is_taken_as_it_is():
    asked = behaviour_window(date(2025, 6, 30), month("2025-01"), month("2025-06"))

    assert asked == window("2025-01", "2025-06")


def test_only_the_begin_asked_for_ends_with_the_last_mature_month():
    assert behaviour_window(date(2025, 6, 30), month("2025-01")) == window("2025-01", "2025-03")


def test_only_the_end_asked_for_gives_twelve_months():
    assert behaviour_window(date(2025, 6, 30), None, month("2024-12")) == window("2024-01", "2024-12")


def test_mature_part_leaves_out_immature_months():
    assert mature_part(window("2025-01", "2025-06"), date(2025, 6, 30)) == window("2025-01", "2025-03")


def test_mature_part_of_immature_months_is_nothing():
    assert mature_part(window("2025-04", "2025-06"), date(2025, 6, 30)) is None


def test_last_mature_months():
    assert last_mature_months(date(2025, 6, 30), 3) == window("2025-01", "2025-03")


def test_window_knows_its_months_and_days():
    quarter = window("2023-12", "2024-02")

    assert list(quarter) == [month("2023-12"), month("2024-01"), month("2024-02")]
    assert (quarter.end, quarter.days) == (date(2024, 2, 29), 91)
    assert quarter.previous() == window("2023-09", "2023-11")


def test_an_unknown_month_is_in_no_window():
    assert None not in window("2025-01", "2025-12")


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="eindigt voordat het begint"):
        window("2025-02", "2025-01")


def test_a_window_of_days_is_refused():
    with pytest.raises(ValueError, match="eerste dag"):
        Window(date(2025, 1, 2), date(2025, 2, 1))


@pytest.mark.parametrize(
    ("peildatum", "expected"),
    [
        (date(2025, 6, 30), date(2025, 6, 30)),
        (date(2025, 6, 29), date(2025, 5, 31)),
        (date(2025, 1, 1), date(2024, 12, 31)),
    ],
)
def test_last_month_end(peildatum, expected):
    assert last_month_end(peildatum) == expected
