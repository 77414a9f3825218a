from datetime import date
from decimal import Decimal

import pytest

from inkoop.base import dutch


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (123456, "€\xa01.234,56"),
        (0, "€\xa00,00"),
        (-1250, "€\xa0-12,50"),
        (100000000000, "€\xa01.000.000.000,00"),
        (Decimal("12.5"), "€\xa00,13"),
        (None, "n.v.t."),
    ],
)
def test_euro_writes_cents(cents, text):
    assert dutch.euro(cents) == text


def test_euro_in_whole_euros_rounds_half_up():
    assert [dutch.euro(cents, 0) for cents in (50, 149, -50, -49)] == [
        "€\xa01",
        "€\xa01",
        "€\xa0-1",
        "€\xa00",
    ]


@pytest.mark.parametrize(("ratio", "text"), [("0.8345", "83,5%"), ("1", "100,0%"), ("-0.0004", "0,0%")])
def test_percent_writes_a_ratio(ratio, text):
    assert dutch.percent(Decimal(ratio)) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("123456", "eurocent", "€\xa01.234,56"),
        ("0.5", "aandeel", "50,0%"),
        ("17.25", "dagen", "17,3 dagen"),
        ("1.234", "index", "1,23"),
        ("1234", "aantal", "1.234"),
    ],
)
def test_figure_is_written_in_its_unit(value, unit, text):
    assert dutch.figure(Decimal(value), unit) == text


def test_days_and_months_are_written_in_words():
    day = date(2026, 3, 9)
    assert [dutch.month(day), dutch.short_month(day), dutch.long_date(day)] == [
        "maart 2026",
        "mrt 2026",
        "9 maart 2026",
    ]


def test_what_is_absent_is_said_and_not_zero():
    values = [dutch.number(None), dutch.percent(None), dutch.month(None), dutch.figure(None, "dagen")]
    assert values == ["n.v.t."] * 4
