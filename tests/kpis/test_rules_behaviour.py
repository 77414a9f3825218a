"""The rows of ``declaratiegedrag``: who has rows, splits, and parts that add up."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rules.behaviour import rows
from tests.kpis.cast import (
    MUNICIPALITY,
    OTHER_MUNICIPALITY,
    OTHER_PROVIDER,
    PROVIDER,
    YEAR,
    allocation,
    credit,
    line,
    provider,
    snapshot,
    submitted,
    window,
)

INDICATORS = [
    "DG01",
    "DG02",
    "DG03",
    "DG03M",
    "DG03P90",
    "DG04",
    "DG05",
    "DG06",
    "DG06S",
    "DG07",
    "DG08",
    "DG09",
    "DG10",
    "DG10V",
    "DG11",
    "DG11M",
    "DG11S",
    "DG12",
    "DG13",
    "DG14",
]
COMPARED = [*INDICATORS[2:12], "DG11", "DG11M", "DG11S"]
SPLIT = ["DG01", "DG02", "DG03", "DG03M", "DG03P90", "DG06", "DG06S", "DG07", "DG08", "DG09", "DG12"]


def value(found, indicator, part=""):
    return next(row.figure.value for row in found if row.figure.indicator == indicator and row.part == part)


def declared_in(found):
    return sum(row.figure.value or 0 for row in found if row.figure.indicator == "DG01")


def parts(found):
    return sorted({(row.agb, row.part) for row in found})


def test_a_provider_without_lines_has_all_rows():
    found = rows(snapshot(providers=[provider()]), YEAR)

    assert [row.figure.indicator for row in found] == INDICATORS
    assert [row.figure.status for row in found] == ["ok", "ok", *["nvt"] * 16, "ok", "ok"]


def test_a_provider_not_yet_known_at_the_peildatum_has_no_rows():
    later = provider(OTHER_PROVIDER, received_on=date(2026, 1, 1))

    assert parts(rows(snapshot(providers=[provider(), later]), YEAR)) == [(PROVIDER, "")]


def test_every_provider_has_a_row_for_every_code_of_the_region():
    refused = submitted(line("2025-01", 1, agb=OTHER_PROVIDER), "9338")

    found = rows(
        snapshot([line("2025-01", 5)], refused=[refused], providers=[provider(), provider(OTHER_PROVIDER)]),
        YEAR,
    )

    with_code = [row for row in found if row.figure.indicator == "DG09-9338"]
    assert [(row.agb, row.figure.numerator, row.figure.denominator) for row in with_code] == [
        (PROVIDER, 0, 1),
        (OTHER_PROVIDER, 1, 1),
    ]


def test_rows_without_a_split_are_compared_and_sorted():
    found = rows(snapshot([line("2025-01", 5)], allocations=[allocation()]), YEAR)

    assert [row.key for row in found] == sorted(row.key for row in found)
    assert [row.figure.indicator for row in found if row.comparison] == COMPARED
    assert {row.comparison.n_peers for row in found if row.comparison} == {0}


def test_dg12_without_a_split_is_the_share_of_all_regional_declared():
    found = rows(snapshot([line("2025-01", 30), line("2025-01", 70, agb=OTHER_PROVIDER)]), YEAR)

    assert value(found, "DG12") == Fraction(3, 10)


def test_a_split_has_the_figures_of_lines_without_comparison():
    found = rows(snapshot([line("2025-01", 30)], allocations=[allocation()]), YEAR, by="categorie")

    assert [row.figure.indicator for row in found] == SPLIT
    assert all(row.comparison is None for row in found)


def test_dg12_in_a_split_is_the_share_of_that_part():
    made = [
        line("2025-01", 30),
        line("2025-01", 10, agb=OTHER_PROVIDER),
        line("2025-01", 60, agb=OTHER_PROVIDER, code="45A05"),
    ]

    found = rows(snapshot(made), YEAR, by="productcode")

    assert value(found, "DG12", "45A04") == Fraction(3, 4)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("categorie", [(PROVIDER, "45"), (PROVIDER, "generiek")]),
        ("productcode", [(PROVIDER, "44A09"), (PROVIDER, "45A04")]),
        ("gemeente", [(PROVIDER, MUNICIPALITY), (PROVIDER, OTHER_MUNICIPALITY)]),
    ],
)
def test_the_parts_of_a_split(by, expected):
    generic = allocation("1002", municipality=OTHER_MUNICIPALITY, category=None, code=None)
    made = [
        line("2025-01", 30),
        line("2025-01", 30, municipality=OTHER_MUNICIPALITY, allocation="1002", category="44", code="44A09"),
    ]

    assert parts(rows(snapshot(made, allocations=[allocation(), generic]), YEAR, by)) == expected


@pytest.mark.parametrize(
    ("declared_on", "expected"),
    [(date(2025, 3, 31), [(PROVIDER, "45")]), (date(2025, 4, 1), [])],
)
def test_a_part_is_shown_when_a_line_was_booked_in_the_window(declared_on, expected):
    booked = line("2024-01", 5, declared_on=declared_on)

    assert parts(rows(snapshot([booked]), window("2025-01", "2025-03"), by="categorie")) == expected


def test_a_part_with_only_refused_rows_is_shown():
    refused = submitted(line("2025-01", 5, category="54"), "9338")

    found = rows(snapshot(refused=[refused]), YEAR, by="categorie")

    assert (value(found, "DG01", "54"), value(found, "DG09", "54")) == (0, 1)


amounts = st.integers(0, 10_000)
places = st.tuples(
    st.sampled_from([PROVIDER, OTHER_PROVIDER]),
    st.sampled_from([MUNICIPALITY, OTHER_MUNICIPALITY]),
    st.sampled_from(["45A04", "45A05", "44A09"]),
    st.sampled_from(["2024-12", "2025-01", "2025-09", "2025-10"]),
    st.booleans(),
    amounts,
)


@settings(deadline=None)  # a snapshot takes its time on a busy machine
@given(st.lists(places, max_size=12), st.sampled_from(["categorie", "productcode", "gemeente"]))
def test_the_parts_add_up_to_the_whole(made, by):
    known = snapshot(
        (credit if is_credit else line)(
            at, cents, agb=agb, municipality=municipality, code=code, category=code[:2]
        )
        for agb, municipality, code, at, is_credit, cents in made
    )

    whole, split = declared_in(rows(known, YEAR)), declared_in(rows(known, YEAR, by))

    assert whole == split == sum(entry.line.signed for entry in known.lines if entry.service_month in YEAR)
