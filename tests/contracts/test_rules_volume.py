"""Volume and budget: per period, in total, and in the order of the rows."""

from datetime import date

import pytest

from contracts.rules.books import Books
from contracts.rules.findings import Finding
from contracts.rules.judgement import judge, load
from contracts.rules.line_checks import volume_text
from tests.contracts.rules_cast import (
    BUDGET,
    NOVEMBER,
    RECEIVED,
    allocation,
    booked,
    codes,
    credit_of,
    later,
    line,
    only,
    reference,
)


def test_9321_for_more_than_the_period_allows():
    assert codes(line(volume=10)) == [()]
    assert codes(line(volume=11)) == [("9321",)]
    minutes = {"unit": "01", "tariff": 126}
    assert codes(line(volume=600, amount=75_500, **minutes)) == [()]
    assert codes(line(volume=601, amount=75_626, **minutes)) == [("9321",)]


@pytest.mark.parametrize(
    ("version", "row", "expected"),
    [
        ({"begin": date(2025, 10, 2)}, {}, ("9307",)),
        ({"end": date(2025, 10, 30)}, {}, ("9308",)),
        ({"code": "45A05"}, {}, ("9340",)),
        ({"unit": "14"}, {}, ("9341",)),
        ({"category": "44"}, {}, ("9321", "9339")),
        ({}, {"begin": date(2025, 10, 2)}, ("9321", "9387")),
        ({}, {"tariff": 7_000, "amount": 1}, ("0611", "9321", "9346")),
    ],
)
def test_volume_is_not_tested_beside_9307_9308_9340_and_9341(version, row, expected):
    facts = reference([allocation(**version)])
    assert codes(line(volume=11, **row), facts=facts) == [expected]


def test_9322_when_the_sum_exceeds_the_allocation():
    facts = reference([allocation(frequency="6", volume=10)])
    earlier = booked(line(volume=8), facts=facts)
    assert codes(later(volume=2, **NOVEMBER), books=earlier, facts=facts) == [()]
    assert codes(later(volume=3, **NOVEMBER), books=earlier, facts=facts) == [("9322",)]


def test_9322_counts_hours_and_minutes_together():
    facts = reference([allocation(frequency="6", volume=10)])
    earlier = booked(line(volume=9), facts=facts)
    minutes = {"unit": "01", "tariff": 126} | NOVEMBER
    fits = later(volume=60, amount=7_550, **minutes)
    exceeds = later(volume=61, amount=7_676, **minutes)
    assert codes(fits, books=earlier, facts=facts) == [()]
    (outcome,) = judge(earlier, [exceeds], facts, RECEIVED)
    finding = only(outcome)
    assert finding == Finding("9322", "TR322", "volume", "601 minuten in totaal", "hoogstens 600 minuten")


def test_9322_week_vector_months_fit_and_the_sum_does_not():
    version = allocation(begin=date(2025, 7, 7), end=date(2025, 9, 7), frequency="2", volume=3)
    facts = reference([version])
    july = line(begin=date(2025, 7, 7), end=date(2025, 7, 31), volume=12)
    august = line(begin=date(2025, 8, 1), end=date(2025, 8, 31), volume=15, reference="R2", row=2)
    september = line(begin=date(2025, 9, 1), end=date(2025, 9, 7), volume=1, reference="R3", row=3)
    assert codes(july, august, september, facts=facts) == [(), (), ("9322",)]


def test_a_credit_gives_volume_back_within_the_delivery():
    facts = reference([allocation(frequency="6", volume=10)])
    debit = line(volume=8)
    earlier = booked(debit, facts=facts)
    again = later(volume=10, row=1)
    credit = credit_of(debit, declaration="D2", row=2)
    assert codes(again, credit, books=earlier, facts=facts) == [(), ()]


def test_9369_when_the_amounts_exceed_the_budget():
    facts = reference([allocation(**BUDGET)])
    debit = line(volume=5)  # € 377,50 of € 400,00
    earlier = booked(debit, facts=facts)
    assert codes(later(volume=1, **NOVEMBER), books=earlier, facts=facts) == [("9369",)]
    credit = credit_of(debit, declaration="D2", declared_on=RECEIVED, row=2)
    assert codes(later(volume=5, **NOVEMBER), credit, books=earlier, facts=facts) == [(), ()]


def test_9369_lets_the_budget_be_spent_to_the_cent():
    facts = reference([allocation(**(BUDGET | {"budget": 15_100}))])
    assert codes(line(), facts=facts) == [()]
    facts = reference([allocation(**(BUDGET | {"budget": 15_099}))])
    assert codes(line(), facts=facts) == [("9369",)]


def test_sums_look_only_at_what_was_received_by_then():
    facts = reference([allocation(frequency="6", volume=10)])
    books = Books()
    load(books, [line(volume=8)], facts, RECEIVED)
    day = date(2025, 11, 30)
    backdated = later(volume=9, **(NOVEMBER | {"declared_on": day, "received_on": day}))
    assert codes(backdated, books=books, facts=facts, received_on=day) == [()]


@pytest.mark.parametrize(
    ("volume", "unit", "text"),
    [
        (600, "04", "10 uur"),
        (645, "04", "10 uur en 45 minuten"),
        (645, "01", "645 minuten"),
        (12, "14", "12"),
        (123_456, "83", "€ 1.234,56"),
    ],
)
def test_a_volume_is_written_in_the_unit_of_the_line(volume, unit, text):
    assert volume_text(volume, unit) == text
