"""Whether a line can be laid on an allocation, and whether its period and product fit it."""

from datetime import date

import pytest

from contracts.rules.books import Books
from contracts.rules.judgement import judge
from tests.contracts.rules_cast import (
    BUDGET,
    RECEIVED,
    allocation,
    booked,
    codes,
    line,
    only,
    reference,
)


def test_a_line_that_fits_is_accepted():
    assert codes(line()) == [()]


def test_s329_for_another_category_and_for_an_unknown_code():
    assert codes(line(category="44")) == [("S329",)]
    assert codes(line(code="99Z99")) == [("S329",)]


def test_s329_stands_alone_also_beside_9338_and_8021():
    facts = reference(allocations=[])
    used = booked(line())
    assert codes(line(category="44"), facts=facts, books=used) == [("S329",)]
    assert codes(line(category="44", municipality="9999")) == [("S329",)]


def test_s300_leaves_out_what_needs_allocation_or_tariff():
    assert codes(line(municipality="9999", tariff=1, begin=date(2025, 10, 2))) == [("S300",)]


def test_s300_stands_with_8021_8848_9333_and_9346():
    used = booked(line())
    row = line(municipality="9999", declared_on=date(2025, 12, 2), amount=1)
    assert codes(row, books=used) == [("8021", "8848", "9333", "9346", "S300")]


def test_8848_for_a_dagtekening_after_the_day_of_receipt():
    assert codes(line(declared_on=date(2025, 12, 2))) == [("8848",)]
    assert codes(line(declared_on=RECEIVED)) == [()]


def test_9338_for_no_allocation_or_one_of_another_provider():
    assert codes(line(allocation="9")) == [("9338",)]
    assert codes(line(municipality="0518")) == [("9338",)]
    assert codes(line(), facts=reference([allocation(agb="07654321")])) == [("9338",)]


def test_9338_when_the_allocation_came_after_the_delivery():
    late = reference([allocation(received_on=date(2025, 12, 2))])
    assert codes(line(), facts=late) == [("9338",)]
    assert codes(line(), facts=late, received_on=date(2025, 12, 2)) == [()]


def test_8187_for_another_client_without_naming_one():
    (outcome,) = judge(Books(), [line(client="kind-b")], reference(), RECEIVED)
    finding = only(outcome)
    assert finding.code == "8187"
    assert "kind" not in finding.found + finding.expected


def test_9384_for_a_withdrawn_allocation():
    withdrawn = allocation(reason="13", end=date(2025, 1, 1), issued_on=date(2025, 6, 1))
    assert codes(line(), facts=reference([allocation(), withdrawn])) == [("9384",)]


def test_of_9338_8187_and_9384_only_the_first():
    wrong = [{"agb": "07654321", "client": "kind-b"}, {"client": "kind-b"}, {}]
    versions = [allocation(reason="13", **changes) for changes in wrong]
    found = [codes(line(), facts=reference([version])) for version in versions]
    assert found == [[("9338",)], [("8187",)], [("9384",)]]


def test_only_8021_stands_beside_them():
    used = booked(line())
    row = line(client="kind-b", amount=1, declared_on=date(2025, 12, 2), tariff=1)
    assert codes(row, books=used) == [("8021", "8187")]


def test_9307_and_9308_outside_the_allocation():
    facts = reference([allocation(begin=date(2025, 10, 2), end=date(2025, 10, 30))])
    assert codes(line(), facts=facts) == [("9307", "9308")]


def test_after_the_end_of_the_allocation_only_its_end_is_outside():
    facts = reference([allocation(end=date(2025, 9, 30))])
    assert codes(line(), facts=facts) == [("9308",)]


def test_9387_and_9388_inside_the_allocation():
    row = line(begin=date(2025, 10, 2), end=date(2025, 10, 30))
    assert codes(row) == [("9387", "9388")]


def test_9387_is_not_reported_beside_9308():
    facts = reference([allocation(end=date(2025, 10, 30))])
    assert codes(line(begin=date(2025, 10, 2)), facts=facts) == [("9308",)]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        (date(2026, 4, 8), date(2026, 4, 30)),
        (date(2026, 5, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), date(2026, 6, 17)),
    ],
)
def test_the_product_periods_of_an_allocation_are_its_months(begin, end):
    facts = reference([allocation(begin=date(2026, 4, 8), end=date(2026, 6, 17))])
    row = line(begin=begin, end=end, declared_on=date(2026, 7, 1))
    assert codes(row, facts=facts, received_on=date(2026, 7, 1)) == [()]


def test_an_allocation_without_end_ends_with_the_month():
    facts = reference([allocation(end=None)])
    assert codes(line(), facts=facts) == [()]
    assert codes(line(end=date(2025, 10, 30)), facts=facts) == [("9388",)]


def test_9339_and_9340_for_another_product_than_allocated():
    facts = reference([allocation(category="44", code="44A09")])
    assert codes(line(), facts=facts) == [("9339", "9340")]
    assert codes(line(), facts=reference([allocation(category=None, **BUDGET)])) == [()]


def test_9341_for_another_unit_but_hours_may_be_minutes():
    facts = reference([allocation(unit="14")])
    assert codes(line(), facts=facts) == [("9341",)]
    minutes = line(unit="01", volume=120, tariff=126, amount=15_100)
    assert codes(minutes) == [()]
    hours = line()
    assert codes(hours, facts=reference([allocation(unit="01")])) == [("9341",)]


def test_9341_without_omvang_looks_at_the_tariff():
    open_allocation = allocation(**BUDGET)
    assert codes(line(unit="14"), facts=reference([open_allocation])) == [("9341",)]
    minutes = line(unit="01", volume=120, tariff=126, amount=15_100)
    assert codes(minutes, facts=reference([open_allocation])) == [()]
    euros = line(unit="83", volume=100, tariff=None, amount=100)
    assert codes(euros, facts=reference([open_allocation])) == [("9341",)]


def test_9341_is_not_tested_without_omvang_and_tariff():
    facts = reference([allocation(**BUDGET)], tariffs=[])
    assert codes(line(unit="14"), facts=facts) == [("0611",)]
    euros = line(unit="83", volume=100, tariff=None, amount=100)
    assert codes(euros, facts=facts) == [()]
