"""Debits that stand, credits that take them back, and what the books keep."""

from datetime import date

import pytest

from contracts.rules.books import Books
from contracts.rules.findings import Finding
from contracts.rules.judgement import judge, load
from tests.contracts.rules_cast import (
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

NO_SUCH_DEBIT = "de referentie van een eerder goedgekeurde debetregel"


def test_9389_for_a_debit_that_stands():
    books = booked(line())
    assert codes(later(), books=books) == [("9389",)]
    assert codes(later(amount=1), books=books) == [("9346", "9389")]


def test_9389_not_after_its_credit_in_the_same_delivery():
    debit = line()
    books = booked(debit)
    credit = credit_of(debit, declaration="D2", row=2)
    assert codes(later(row=1), credit, books=books) == [(), ()]


def test_9389_of_two_debits_the_second_falls_only_if_the_first_was_accepted():
    assert codes(line(), line(reference="R2", row=2)) == [(), ("9389",)]
    assert codes(line(amount=1), line(reference="R2", row=2)) == [("9346",), ()]


def test_9389_after_a_line_that_did_not_fit():
    facts = reference([allocation(frequency="6", volume=3)])
    rows = [line(volume=4), line(volume=3, reference="R2", row=2), line(reference="R3", row=3)]
    assert codes(*rows, facts=facts) == [("9322",), (), ("9389",)]


def test_8017_without_accepted_debit():
    debit = line()
    assert codes(credit_of(debit)) == [("8017",)]
    refused = Books()
    load(refused, [line(amount=1)], reference(), RECEIVED)
    assert codes(credit_of(line(amount=1), declaration="D2"), books=refused) == [("8017",)]


def test_8017_when_the_debit_is_in_the_same_delivery():
    debit = line()
    assert codes(debit, credit_of(debit, row=2)) == [(), ("8017",)]


@pytest.mark.parametrize(
    "changes",
    [
        {"municipality": "0518"},
        {"client": "kind-b"},
        {"allocation": "9"},
        {"category": "44"},
        {"code": "45A05"},
        {"begin": date(2025, 10, 2)},
        {"end": date(2025, 10, 30)},
        {"volume": 3},
        {"unit": "01"},
        {"tariff": 7_551},
        {"amount": 15_101},
    ],
)
def test_8017_when_a_credit_is_not_identical(changes):
    debit = line()
    credit = credit_of(debit, declaration="D2", **changes)
    assert codes(credit, books=booked(debit)) == [("8017",)]


def test_a_credit_is_not_tested_on_its_content():
    debit = line()
    books = booked(debit)
    gone = reference(allocations=[], tariffs=[])
    credit = credit_of(debit, declaration="D2", declared_on=RECEIVED)
    assert codes(credit, books=books, facts=gone) == [()]


def test_8848_s300_and_9333_hold_for_a_credit_as_well():
    debit = line()
    books = booked(debit)
    assert codes(credit_of(debit, declared_on=date(2025, 12, 2)), books=books) == [("8848", "9333")]
    elsewhere = credit_of(debit, declaration="D2", municipality="9999")
    assert codes(elsewhere, books=books) == [("8017", "S300")]


def test_9390_for_a_debit_credited_before():
    debit = line()
    books = booked(debit)
    first = credit_of(debit, declaration="D2")
    load(books, [first], reference(), RECEIVED)
    again = credit_of(debit, reference="R1CC", declaration="D3")
    assert codes(again, books=books) == [("9390",)]
    different = credit_of(debit, reference="R1CC", declaration="D3", amount=1)
    assert codes(different, books=books) == [("8017", "9390")]


def test_9390_within_a_delivery_only_if_the_first_credit_was_accepted():
    debit = line()
    books = booked(debit)
    first = credit_of(debit, declaration="D2", row=1)
    second = credit_of(debit, reference="R1CC", declaration="D2", row=2)
    assert codes(first, second, books=books) == [(), ("9390",)]
    wrong = credit_of(debit, declaration="D2", row=1, volume=3)
    assert codes(wrong, second, books=books) == [("8017",), ()]


def test_judging_books_nothing_and_loading_does():
    books = Books()
    judge(books, [line()], reference(), RECEIVED)
    assert (books.outcomes, books.accepted()) == ([], [])
    load(books, [line(), line(reference="R2", row=2)], reference(), RECEIVED)
    assert [outcome.codes for outcome in books.outcomes] == [(), ("9389",)]
    assert books.accepted() == [line()]


def test_an_outcome_is_fixed_when_its_delivery_is_loaded():
    books = booked(line())
    withdrawn = allocation(reason="13", issued_on=date(2025, 12, 2), received_on=date(2025, 12, 2))
    facts = reference([allocation(), withdrawn])
    load(books, [], facts, date(2025, 12, 2))
    assert [outcome.codes for outcome in books.outcomes] == [()]


def test_a_finding_names_both_values_in_dutch():
    (outcome,) = judge(Books(), [line(tariff=7_551)], reference(), RECEIVED)
    assert only(outcome) == Finding("0611", "TR418", "tarief", "€ 75,51", "€ 75,50")


@pytest.mark.parametrize(
    ("changes", "field", "found", "expected"),
    [
        ({"amount": 1}, "bedrag", "€ 0,01", "€ 151,00"),
        ({"begin": date(2025, 10, 2)}, "periode_begin", "02-10-2025", "01-10-2025"),
        ({"volume": 3}, "volume", "3", "2"),
        ({"previous_reference": "R9"}, "vorig_referentienummer", "R9", NO_SUCH_DEBIT),
    ],
)
def test_8017_names_what_differs(changes, field, found, expected):
    debit = line()
    credit = credit_of(debit, declaration="D2", **changes)
    (outcome,) = judge(booked(debit), [credit], reference(), RECEIVED)
    assert only(outcome) == Finding("8017", "TR323", field, found, expected)


def test_8017_for_another_client_names_none():
    debit = line()
    credit = credit_of(debit, declaration="D2", client="kind-b")
    (outcome,) = judge(booked(debit), [credit], reference(), RECEIVED)
    finding = only(outcome)
    assert finding.field == "client"
    assert "kind" not in finding.found + finding.expected


def test_8017_for_a_debit_without_tariff_says_empty():
    facts = reference([allocation(unit="83", volume=30_000)])
    euros = line(unit="83", tariff=None, volume=30_000, amount=30_000)
    books = booked(euros, facts=facts)
    credit = credit_of(euros, declaration="D2", unit="14", tariff=1)
    (outcome,) = judge(books, [credit], facts, RECEIVED)
    found = [(finding.field, finding.found, finding.expected) for finding in outcome.findings]
    assert found == [("eenheid", "14", "83"), ("tarief", "€ 0,01", "leeg")]
