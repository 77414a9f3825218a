"""Names that a provider may use once: references and declaration numbers."""

from datetime import date

import pytest

from contracts.rules.books import Books
from contracts.rules.findings import MalformedRow
from contracts.rules.judgement import judge, load
from tests.contracts.rules_cast import (
    NOVEMBER,
    RECEIVED,
    allocation,
    booked,
    codes,
    contract,
    credit_of,
    line,
    only,
    reference,
)


def test_8021_for_a_reference_of_an_earlier_delivery_also_a_refused_one():
    books = Books()
    load(books, [line(amount=1)], reference(), RECEIVED)
    assert codes(line(declaration="D2"), books=books) == [("8021",)]


def test_8021_within_a_delivery_the_second_row_falls_whatever_became_of_the_first():
    refused = line(amount=1)
    unread = line(previous_reference="R0")
    second = line(row=2)
    assert codes(refused, second) == [("9346",), ("8021",)]
    assert codes(unread, second) == [("0001",), ("8021",)]


def test_8021_goes_by_row_also_when_the_second_is_a_credit():
    debit = line(reference="R0", declaration="D0")
    books = booked(debit)
    november = line(**NOVEMBER)
    credit = credit_of(debit, reference="R1", declaration="D1", declared_on=RECEIVED, row=2)
    assert codes(november, credit, books=books) == [(), ("8021",)]


def test_8021_is_per_provider():
    books = booked(line())
    other = reference([allocation(agb="07654321", number="2")], contracts=[contract(agb="07654321")])
    row = line(agb="07654321", allocation="2")
    assert codes(row, books=books, facts=other) == [()]


def test_9333_for_a_number_of_an_earlier_delivery_also_a_refused_one():
    books = Books()
    load(books, [line(amount=1)], reference(), RECEIVED)
    rows = [line(reference="R2"), line(reference="R3", row=2, declaration="D3")]
    assert codes(*rows, books=books) == [("9333",), ()]


def test_9333_within_a_delivery_for_rows_with_another_head_than_the_first():
    rows = [line(), line(reference="R2", row=2, **NOVEMBER), line(reference="R3", row=3, volume=1)]
    assert codes(*rows) == [(), ("9333",), ("9389",)]


def test_9333_names_both_heads():
    rows = [line(), line(reference="R2", row=2, **NOVEMBER)]
    finding = only(judge(Books(), rows, reference(), RECEIVED)[1])
    assert finding.found == "D1: gemeente 0363, dagtekening 01-12-2025"
    assert finding.expected == ("gemeente 0363, dagtekening 20-11-2025, zoals de eerste regel van dit nummer")


@pytest.mark.parametrize("unknown", ["municipality", "declared_on", "agb", "declaration"])
def test_9333_leaves_out_a_head_that_was_read_in_part(unknown):
    head = {
        "agb": "01234567",
        "declaration": "D1",
        "municipality": "0363",
        "declared_on": date(2025, 11, 1),
    }
    unread = MalformedRow(row=1, reference="R0", **(head | {unknown: None}))
    assert codes(line(row=2), malformed=[unread]) == [("0001",), ()]


def test_9333_counts_a_head_that_was_read_on_a_malformed_row():
    head = {"declaration": "D1", "municipality": "0363", "declared_on": date(2025, 11, 1)}
    unread = MalformedRow(row=1, agb="01234567", reference="R0", **head)
    assert codes(line(row=2), malformed=[unread]) == [("0001",), ("9333",)]
