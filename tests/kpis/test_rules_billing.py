"""DG06 to DG09: delay, credits, re-billing and rejections."""

from datetime import date
from fractions import Fraction

import pytest

from kpis.rules.indicators import (
    codes_in_region,
    dg06_delay,
    dg07_credit_rate,
    dg08_rebilling,
    dg09_rejection,
)
from tests.kpis.cast import YEAR, credit, line, snapshot, submitted, window


def lines(*made):
    return snapshot(made).lines


def test_dg06_weighs_the_days_after_the_service_month_with_the_amount():
    mean, late = dg06_delay(
        lines(
            line("2025-01", 300, declared_on=date(2025, 2, 10)),
            line("2025-02", 100, declared_on=date(2025, 5, 31)),
            credit("2025-02", 100, declared_on=date(2025, 6, 30)),
            line("2025-10", 999),
        ),
        YEAR,
    )

    weighted = 300 * 10 + 100 * 92
    assert (mean.indicator, mean.numerator, mean.denominator) == ("DG06", weighted, 400)
    assert mean.value == Fraction(weighted, 400)
    assert (late.indicator, late.numerator, late.denominator) == ("DG06S", 100, 400)


@pytest.mark.parametrize(("declared_on", "late"), [(date(2025, 4, 1), 0), (date(2025, 4, 2), 100)])
def test_dg06s_is_more_than_sixty_days(declared_on, late):
    assert dg06_delay(lines(line("2025-01", 100, declared_on=declared_on)), YEAR)[1].numerator == late


def test_dg06_may_be_negative():
    booked = line("2025-01", 100, begin=date(2025, 1, 1), end=date(2025, 1, 5), declared_on=date(2025, 1, 21))

    assert dg06_delay(lines(booked), YEAR)[0].value == -10


@pytest.mark.parametrize("made", [[], [line("2025-01", 0)], [credit("2025-01", 10)]])
def test_dg06_without_amount_is_nvt(made):
    assert [figure.status for figure in dg06_delay(lines(*made), YEAR)] == ["nvt", "nvt"]


def test_dg07_goes_by_booking_month():
    found = dg07_credit_rate(
        lines(
            line("2024-11", 400, declared_on=date(2025, 1, 2)),
            credit("2024-11", 100, declared_on=date(2025, 9, 30)),
            line("2025-09", 999, declared_on=date(2025, 10, 1)),
        ),
        YEAR,
    )

    assert (found.numerator, found.denominator, found.value) == (100, 400, Fraction(1, 4))


def test_dg07_without_debits_is_nvt():
    found = dg07_credit_rate(lines(credit("2025-01", 5)), YEAR)

    assert (found.numerator, found.denominator, found.status) == (5, 0, "nvt")


BILLED = line("2025-01", 100, sequence=1)
CREDITED = credit("2025-01", 100, sequence=2)


@pytest.mark.parametrize(
    ("debit", "followed"),
    [
        (line("2025-01", 101, sequence=2), 1),
        (line("2025-01", 101, sequence=3), 1),
        (line("2025-01", 101, sequence=9, received_on=date(2025, 1, 1)), 0),
        (line("2025-01", 101, sequence=1), 0),
        (line("2025-01", 100, sequence=2), 0),
        (line("2025-01", 101, sequence=2, code="45A05"), 0),
        (line("2025-01", 101, sequence=2, category="54"), 0),
        (line("2025-01", 101, sequence=2, allocation="1002"), 0),
        (line("2025-01", 101, sequence=2, municipality="0518"), 0),
        (line("2025-01", 101, sequence=2, begin=date(2025, 1, 2)), 0),
        (line("2025-02", 101, sequence=2), 0),
    ],
)
def test_dg08_a_higher_debit_of_the_same_key_in_the_same_or_a_later_delivery(debit, followed):
    found = dg08_rebilling(lines(BILLED, CREDITED, debit), YEAR)

    assert (found.numerator, found.denominator) == (followed, 1)


def test_dg08_goes_by_service_month():
    made = [
        credit("2024-12", 5, declared_on=date(2025, 1, 5)),
        line("2024-12", 6, declared_on=date(2025, 1, 5)),
    ]

    assert dg08_rebilling(lines(*made), YEAR).status == "nvt"


def test_dg09_counts_rows_by_booking_month_and_per_code():
    rows = snapshot(
        [line("2025-01", 1), line("2024-01", 1, declared_on=date(2025, 9, 30))],
        refused=[
            submitted(line("2025-01", 1), "0611", "9321"),
            submitted(line("2025-02", 1), "0611"),
            submitted(line("2025-08", 1, declared_on=date(2025, 10, 1)), "9338"),
        ],
    ).submitted

    found = dg09_rejection(rows, YEAR, ["0611", "8021", "9321"])

    assert [(figure.indicator, figure.numerator, figure.denominator) for figure in found] == [
        ("DG09", 2, 4),
        ("DG09-0611", 2, 4),
        ("DG09-8021", 0, 4),
        ("DG09-9321", 1, 4),
    ]


def test_dg09_without_rows_is_nvt():
    assert [figure.status for figure in dg09_rejection([], YEAR, ["0611"])] == ["nvt", "nvt"]


def test_the_codes_of_the_region_are_those_booked_in_the_window():
    known = snapshot(
        refused=[
            submitted(line("2025-01", 1), "9338"),
            submitted(line("2025-02", 1), "0611", "9338"),
            submitted(line("2025-09", 1, declared_on=date(2025, 10, 1)), "8021"),
        ]
    )

    assert codes_in_region(known, window("2025-01", "2025-09")) == ["0611", "9338"]
