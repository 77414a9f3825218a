"""Rules inside the message: code 0001, which stands alone."""

from datetime import date

import pytest

from contracts.rules.books import Books
from contracts.rules.findings import Finding, MalformedRow
from contracts.rules.form import form_findings
from contracts.rules.judgement import judge, load
from tests.contracts.rules_cast import RECEIVED, codes, line, reference


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("CS100", {"begin": date(2020, 12, 1), "end": date(2020, 12, 31)}),
        ("CS319", {"declaration": "D-1"}),
        ("CS319", {"declaration": ""}),
        ("CS325", {"debit_credit": "C", "previous_reference": "R0", "amount": 0}),
        ("CS337", {"end": date(2025, 11, 1)}),
        ("CS339", {"unit": "83", "tariff": None, "volume": 100, "amount": 101}),
        ("CD060", {"previous_reference": "R0"}),
        ("CD060", {"debit_credit": "C"}),
        ("CD087", {"tariff": None, "amount": 5}),
        ("CD087", {"unit": "83", "volume": 1, "tariff": 7_550, "amount": 1}),
        ("TR134", {"declared_on": date(2025, 9, 30)}),
        ("TR137", {"declared_on": date(2025, 10, 30)}),
        ("TR137", {"begin": date(2025, 10, 31), "end": date(2025, 10, 1)}),
        ("TR335", {"declared_on": date(2030, 11, 1)}),
    ],
)
def test_a_row_that_breaks_a_rule_of_the_message_is_0001(rule, changes):
    (outcome,) = judge(Books(), [line(**changes)], reference(), RECEIVED)
    assert outcome.codes == ("0001",)
    assert rule in {finding.rule for finding in outcome.findings}


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"begin": date(2021, 1, 1), "end": date(2021, 1, 31)}, []),
        ({"begin": date(2020, 12, 31), "end": date(2021, 1, 1)}, ["CS100", "CS337"]),
        ({"begin": date(2020, 12, 31), "end": date(2020, 12, 31)}, ["CS100", "CS100"]),
        ({"begin": date(2025, 10, 31)}, []),
        ({"begin": date(2025, 11, 20), "end": date(2025, 11, 20)}, []),
        ({"begin": date(2025, 11, 20), "end": date(2025, 11, 21)}, ["TR137"]),
        ({"begin": date(2025, 11, 21), "end": date(2025, 11, 21)}, ["TR134", "TR137"]),
        ({"begin": date(2025, 10, 31), "end": date(2025, 10, 30)}, ["TR137"]),
        ({"begin": date(2024, 10, 1)}, ["CS337"]),
        ({"unit": "83", "tariff": None, "volume": 5, "amount": 5}, []),
        ({"volume": 0, "amount": 0}, []),
    ],
)
def test_the_days_and_amounts_on_the_edge(changes, rules):
    assert [finding.rule for finding in form_findings(line(**changes))] == rules


def test_sixty_months_is_still_in_time():
    assert codes(line(declared_on=date(2030, 10, 31)), received_on=date(2030, 11, 1)) == [()]


def test_0001_stands_alone_and_the_other_rows_are_loaded():
    rows = [line(previous_reference="R0", allocation="9"), line(row=2, reference="R2")]
    assert codes(*rows) == [("0001",), ()]


def test_a_row_that_could_not_be_read_is_refused_and_uses_its_reference():
    cause = Finding("0001", "CS002", "bsn", "12345678", "een geldig burgerservicenummer")
    unread = MalformedRow(row=1, agb="01234567", reference="R1", findings=(cause,))
    outcomes = judge(Books(), [line(row=2)], reference(), RECEIVED, malformed=[unread])
    assert [outcome.codes for outcome in outcomes] == [("0001",), ("8021",)]
    assert outcomes[0].findings == (cause,)
    books = Books()
    load(books, [], reference(), RECEIVED, malformed=[unread])
    assert codes(line(), books=books) == [("8021",)]


def test_a_row_read_in_part_uses_nothing():
    books = Books()
    no_reference = MalformedRow(row=1, agb="01234567", reference=None)
    no_provider = MalformedRow(row=2, agb=None, reference="R1", declaration="D1")
    load(books, [], reference(), RECEIVED, malformed=[no_reference, no_provider])
    assert codes(line(), books=books) == [()]


def test_an_unreadable_row_needs_a_finding():
    with pytest.raises(ValueError, match="0001"):
        MalformedRow(row=1, agb=None, reference=None, findings=())


def test_an_unreadable_row_without_names_uses_nothing():
    unread = [MalformedRow(row=n, agb=None, reference=None) for n in (1, 2)]
    assert codes(line(row=3), malformed=unread) == [("0001",), ("0001",), ()]
