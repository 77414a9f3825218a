"""DG01, DG02, DG03 and DG12: what was declared, for how many clients."""

from datetime import date
from fractions import Fraction

from kpis.rules.indicators import (
    dg01_declared,
    dg02_clients,
    dg03_cost_per_client,
    dg12_share,
    dominant_category,
)
from tests.kpis.cast import YEAR, allocation, credit, line, shown, snapshot


def lines(*made, **facts):
    return snapshot(made, **facts).lines


def test_dg01_nets_credits_over_the_service_months_of_the_window():
    found = dg01_declared(
        lines(
            line("2024-12", 1),
            line("2025-01", 1_000),
            line("2025-09", 500, declared_on=date(2025, 12, 1)),
            credit("2025-01", 300),
            line("2025-10", 7),
        ),
        YEAR,
    )

    assert shown(found) == ("DG01", 1_200, None, 1_200)


def test_dg01_without_lines_is_zero_and_measurable():
    found = dg01_declared([], YEAR)

    assert shown(found) == ("DG01", 0, None, 0)
    assert found.status == "ok"


def test_dg02_counts_clients_with_net_declared_above_zero():
    found = dg02_clients(
        lines(
            line("2025-01", 100),
            line("2025-02", 100),
            line("2025-01", 100, client="kind-b"),
            credit("2025-01", 100, client="kind-b"),
            line("2025-10", 100, client="kind-c"),
            line("2025-03", 0, client="kind-d"),
        ),
        YEAR,
    )

    assert shown(found) == ("DG02", 1, None, 1)


def test_dg03_divides_all_declared_by_clients_and_places_the_sums():
    mean, middle, high = dg03_cost_per_client(
        lines(
            line("2025-01", 60, client="a"),
            line("2025-02", 40, client="a"),
            line("2025-01", 200, client="b"),
            line("2025-01", 600, client="c"),
            credit("2025-01", 50, client="d"),
        ),
        YEAR,
    )

    assert shown(mean) == (
        "DG03",
        850,
        3,
        Fraction(850, 3),
    )
    assert shown(middle) == ("DG03M", None, 3, 200)
    assert shown(high) == ("DG03P90", None, 3, 520)


def test_dg03_without_clients_is_nvt():
    figures = dg03_cost_per_client([], YEAR)

    assert [(f.numerator, f.denominator, f.value, f.status) for f in figures] == [
        (0, 0, None, "nvt"),
        (None, 0, None, "nvt"),
        (None, 0, None, "nvt"),
    ]


def test_dg12_is_the_share_of_all_declared():
    found = dg12_share(lines(line("2025-01", 250), line("2025-10", 9)), 1_000, YEAR)

    assert (found.numerator, found.denominator, found.value) == (250, 1_000, Fraction(1, 4))


def test_dg12_in_a_region_without_declared_is_nvt():
    assert dg12_share([], 0, YEAR).status == "nvt"


def test_dominant_category_has_most_declared():
    made = lines(
        line("2025-01", 500),
        line("2025-01", 300, allocation="1002"),
        line("2025-02", 300, allocation="1002"),
        allocations=[allocation(), allocation("1002", category="54")],
    )

    assert dominant_category(made, YEAR) == "54"


def test_dominant_category_of_a_tie_is_the_lowest_code():
    made = lines(
        line("2025-01", 500, allocation="1002"),
        line("2025-01", 500),
        allocations=[allocation(), allocation("1002", category="54")],
    )

    assert dominant_category(made, YEAR) == "45"


def test_there_is_no_dominant_category_without_declared():
    made = lines(line("2025-01", 500), credit("2025-01", 500), line("2025-10", 9))

    assert dominant_category(made, YEAR) is None
