"""DG04 and DG05: what was allocated against what was declared."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from kpis.rules.indicators import Utilisation, dg04_utilisation, dg05_without_invoice, utilisation
from tests.kpis.cast import (
    OTHER_PROVIDER,
    PROVIDER,
    allocation,
    credit,
    line,
    snapshot,
    tariff,
    window,
)

CATEGORY_ONLY: dict[str, Any] = {"code": None, "volume": None, "unit": None, "frequency": None}
WITHDRAWN: dict[str, Any] = {"reason": "13", "end": date(2025, 1, 1)}
FIRST_QUARTER = window("2025-01", "2025-03")


def dg04(lines=(), asked=FIRST_QUARTER, **facts):
    return dg04_utilisation(snapshot(lines, **facts), PROVIDER, asked)


def dg05(lines=(), asked=FIRST_QUARTER, **facts):
    return dg05_without_invoice(snapshot(lines, **facts), PROVIDER, asked)


def test_dg04_divides_declared_by_the_value_of_the_allocations():
    found = dg04([line("2025-01", 75_500), line("2025-03", 37_750)], allocations=[allocation()])

    assert (found.numerator, found.denominator, found.value) == (113_250, 226_500, Fraction(1, 2))


def test_dg04_takes_mature_months_only():
    found = dg04(
        [line("2025-09", 75_500), line("2025-10", 75_500)],
        window("2025-08", "2025-12"),
        allocations=[allocation()],
    )

    assert (found.numerator, found.denominator) == (75_500, 151_000)


def test_dg04_of_an_immature_window_is_nvt():
    found = dg04([line("2025-10", 1)], window("2025-10", "2025-12"), allocations=[allocation()])

    assert (found.numerator, found.denominator, found.value) == (0, 0, None)


def test_dg04_leaves_out_allocations_without_a_value_and_their_lines():
    known = snapshot(
        [line("2025-01", 75_500), line("2025-01", 900, allocation="1002")],
        allocations=[allocation(), allocation("1002", **CATEGORY_ONLY)],
    )

    found = utilisation(known, known.allocations.values(), FIRST_QUARTER)

    assert found == Utilisation(75_500, Fraction(226_500), 1)


def test_dg04_leaves_out_an_allocation_without_tariff_on_one_day_of_the_window():
    late = tariff(begin=date(2025, 2, 2))

    found = dg04([line("2025-03", 75_500)], allocations=[allocation()], tariffs=[late])

    assert (found.numerator, found.denominator, found.status) == (0, 0, "nvt")


def test_dg04_lets_a_withdrawn_allocation_take_part_with_value_zero():
    found = dg04(
        [line("2025-01", 75_500), line("2025-01", 500, allocation="1002")],
        allocations=[allocation(), allocation("1002", **WITHDRAWN)],
    )

    assert (found.numerator, found.denominator) == (76_000, 226_500)


def test_dg04_counts_lines_after_a_shortened_period():
    found = dg04([line("2025-03", 500)], allocations=[allocation(end=date(2025, 1, 31))])

    assert (found.numerator, found.denominator) == (500, 75_500)


def test_dg04_leaves_out_lines_without_an_allocation_of_the_provider():
    found = dg04(
        [line("2025-01", 500, agb=OTHER_PROVIDER), line("2025-01", 100)],
        allocations=[allocation()],
    )

    assert found.numerator == 100


def test_dg05_counts_client_months_without_net_declared():
    found = dg05(
        [
            line("2025-01", 100),
            line("2025-02", 100),
            credit("2025-02", 100),
            line("2025-03", 100, client="kind-b", allocation="1002"),
        ],
        allocations=[allocation(), allocation("1002", client="kind-b", begin=date(2025, 3, 31))],
    )

    assert (found.numerator, found.denominator, found.value) == (2, 4, Fraction(1, 2))


def test_dg05_counts_a_client_with_two_allocations_once():
    found = dg05(
        [line("2025-01", 100, allocation="1002")],
        window("2025-01", "2025-01"),
        allocations=[allocation(), allocation("1002")],
    )

    assert (found.numerator, found.denominator) == (0, 1)


def test_dg05_takes_a_net_credit_for_an_invoice():
    found = dg05([credit("2025-01", 1)], window("2025-01", "2025-01"), allocations=[allocation()])

    assert (found.numerator, found.denominator) == (0, 1)


def test_dg05_leaves_out_withdrawn_allocations():
    assert dg05(allocations=[allocation(**WITHDRAWN)]).status == "nvt"


def test_dg05_counts_allocations_of_which_the_value_is_undefined():
    assert dg05(allocations=[allocation(**CATEGORY_ONLY)]).denominator == 3


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (date(2025, 1, 31), date(2025, 2, 1), 2),
        (date(2024, 12, 1), date(2025, 1, 1), 1),
        (date(2024, 12, 1), date(2024, 12, 31), 0),
        (date(2025, 3, 31), None, 1),
    ],
)
def test_dg05_one_day_in_a_month_is_enough(begin, end, expected):
    assert dg05(allocations=[allocation(begin=begin, end=end)]).denominator == expected


def test_dg05_takes_mature_months_only():
    assert dg05(asked=window("2025-08", "2025-12"), allocations=[allocation()]).denominator == 2
