from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rules.series import HistoricUtilisation, series, series_window
from tests.kpis.cast import OTHER_PROVIDER, allocation, credit, line, month, snapshot, tariff, window

JANUARY = window("2025-01", "2025-01")
NO_CODE: dict[str, Any] = {"code": None, "volume": None, "unit": None, "frequency": None}


def rows(lines=(), asked=JANUARY, **facts):
    return series(snapshot(lines, **facts), asked)


def counts(row):
    return (row.clients, row.value, row.declared, row.without_invoice, row.value_without_invoice)


def test_a_row_by_hand():
    second, third = allocation("1002"), allocation("1003", client="kind-b", volume=1)

    [row] = rows([line("2025-01", 500)], allocations=[allocation(), second, third])

    assert (row.municipality, row.category, row.month) == ("0363", "45", month("2025-01"))
    assert counts(row) == (2, 158_550, 500, 1, 7_550)


def test_a_client_with_net_zero_is_without_invoice():
    [row] = rows([line("2025-01", 500), credit("2025-01", 500)], allocations=[allocation()])

    assert counts(row) == (1, 75_500, 0, 1, 75_500)


def test_an_invoice_elsewhere_is_no_invoice_here():
    elsewhere = allocation("1002", category="54", agb=OTHER_PROVIDER)

    found = rows([line("2025-01", 500, allocation="1002")], allocations=[allocation(), elsewhere])

    assert [(row.category, row.clients, row.without_invoice) for row in found] == [("45", 1, 1), ("54", 1, 0)]


def test_an_invoice_at_another_provider_in_the_cell_is_one():
    other = allocation("1002", agb=OTHER_PROVIDER)

    [row] = rows(
        [line("2025-01", 500, allocation="1002", agb=OTHER_PROVIDER)], allocations=[allocation(), other]
    )

    assert (row.clients, row.without_invoice) == (1, 0)


def test_declared_without_an_allocation_in_force_has_a_row():
    [row] = rows([line("2025-01", 500)], allocations=[allocation(begin=date(2025, 2, 1))])

    assert counts(row) == (0, 0, 500, 0, 0)


def test_net_zero_without_clients_has_no_row():
    assert rows([line("2025-01", 500), credit("2025-01", 500)]) == []


def test_an_allocation_without_a_value_counts_as_a_client():
    [row] = rows(allocations=[allocation(**NO_CODE)])

    assert counts(row) == (1, 0, 0, 1, 0)


def test_a_withdrawn_allocation_is_no_client():
    assert rows(allocations=[allocation(reason="13", end=date(2025, 1, 1))]) == []


def test_a_generic_allocation_stands_under_generiek():
    generic = allocation(**NO_CODE | {"category": None, "budget": 36_500})

    [row] = rows([line("2025-01", 500)], allocations=[generic])

    assert (row.category, row.value, row.declared) == ("generiek", 3_100, 500)


def test_value_is_rounded_once_per_row():
    third = {"budget": 100, "begin": date(2025, 1, 1), "end": date(2025, 3, 31), **NO_CODE}
    both = [allocation("1001", **third), allocation("1002", client="kind-b", **third)]

    [row] = rows(allocations=both)

    # 100 x 31 / 90 = 34.44 each, 68.89 together
    assert (row.value, row.value_without_invoice) == (69, 69)


@pytest.mark.parametrize(
    ("peildatum", "last"), [(date(2025, 12, 31), "2025-12"), (date(2025, 12, 1), "2025-12")]
)
def test_the_default_runs_from_the_first_accepted_line_to_the_month_of_the_peildatum(peildatum, last):
    known = snapshot([line("2025-03", 1), line("2025-02", 1)], peildatum)

    assert series_window(known) == window("2025-02", last)


def test_there_is_no_default_without_accepted_lines():
    known = snapshot(allocations=[allocation()])

    assert series_window(known) is None
    assert series(known, None) == []


def test_months_asked_for():
    known = snapshot([line("2025-03", 1)])

    assert series_window(known, month("2025-01"), month("2025-02")) == window("2025-01", "2025-02")


# Of January 2025 a quarter came in its own month; as of 31 March 2025, March has age 0.
SLOW = [
    line("2025-01", 25, received_on=date(2025, 1, 31)),
    line("2025-01", 75, received_on=date(2025, 2, 28)),
]


def test_expected_is_declared_divided_by_completeness():
    made = [
        *SLOW,
        line("2025-02", 50, received_on=date(2025, 2, 28)),
        line("2025-03", 10, received_on=date(2025, 3, 31)),
    ]

    found = rows(made, window("2025-01", "2025-03"), peildatum=date(2025, 3, 31))

    # f(0) = (100 + 50) / (25 + 50) = 2
    assert [(row.declared, row.completeness, row.expected) for row in found] == [
        (100, 1, 100),
        (50, 1, 50),
        (10, Fraction(1, 2), 20),
    ]


def test_below_thirty_percent_expected_follows_from_the_value():
    made = [
        *SLOW,
        line("2024-09", 37_750, received_on=date(2024, 10, 15)),
        line("2025-03", 10, received_on=date(2025, 3, 31)),
    ]

    [row] = rows(
        made,
        window("2025-03", "2025-03"),
        allocations=[allocation(begin=date(2024, 1, 1))],
        peildatum=date(2025, 3, 31),
    )

    # f(0) = (37,750 + 100) / 25; verzilvering over 2024 is 37,750 of 12 x 75,500; W of March 75,500
    assert (row.completeness, row.expected) == (Fraction(25, 37_850), 3_146)


def test_exactly_thirty_percent_is_enough():
    made = [
        line("2025-01", 30, received_on=date(2025, 1, 31)),
        line("2025-01", 70, received_on=date(2025, 2, 28)),
        line("2025-02", 6, received_on=date(2025, 2, 28)),
    ]

    found = rows(made, window("2025-02", "2025-02"), peildatum=date(2025, 2, 28))

    assert [(row.completeness, row.expected) for row in found] == [(Fraction(3, 10), 20)]


def test_the_month_of_the_peildatum_has_no_completeness_before_its_end():
    lines = [line("2025-06", 37_750), line("2025-11", 5)]

    found = rows(
        lines, window("2025-12", "2025-12"), allocations=[allocation()], peildatum=date(2025, 12, 30)
    )

    # verzilvering over September 2024 t/m August 2025: 37,750 of 8 x 75,500; W of December 75,500
    assert (found[0].completeness, found[0].expected) == (None, 4_719)


def test_expected_is_empty_without_a_historic_verzilvering():
    found = rows(
        [line("2025-11", 5)],
        window("2025-12", "2025-12"),
        allocations=[allocation()],
        peildatum=date(2025, 12, 30),
        tariffs=[tariff(begin=date(2025, 12, 1))],
    )

    assert (found[0].value, found[0].expected) == (75_500, None)


def test_historic_verzilvering_is_that_of_the_category_in_the_region():
    other = allocation("1002", municipality="0518", agb=OTHER_PROVIDER)
    lines = [
        line("2025-01", 67_950),
        line("2025-01", 67_950, allocation="1002", municipality="0518", agb=OTHER_PROVIDER),
    ]

    historic = HistoricUtilisation(snapshot(lines, allocations=[allocation(), other]))

    assert (historic.of("45"), historic.of("54")) == (Fraction(1, 10), None)


cells = st.tuples(
    st.sampled_from(["0363", "0518"]), st.sampled_from(["45", "54"]), st.integers(1, 12), st.integers(0, 999)
)


@settings(deadline=None)  # a snapshot takes its time on a busy machine
@given(st.lists(cells, max_size=10))
def test_the_rows_add_up_to_all_declared(made):
    lines = [
        line(f"2025-{at:02d}", cents, municipality=place, category=category)
        for place, category, at, cents in made
    ]

    found = rows(lines, window("2025-01", "2025-12"), peildatum=date(2026, 2, 1))

    assert sum(row.declared for row in found) == sum(cents for *_, cents in made)
