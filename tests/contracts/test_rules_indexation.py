"""The published check values, and what must hold for any figures."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.indexation import (
    ADDITIVE,
    MULTIPLICATIVE,
    Component,
    budget_effect,
    index_of,
    indexed,
    percentage_for,
)

PERCENT = st.decimals(-5, 15, places=2)


def component(name, weight, *figures):
    return Component(name, Decimal(weight), *map(Decimal, figures))


OVA_PPC_2024 = [
    component("OVA", "0.9", "4.74", "6.36", "4.94"),
    component("PPC", "0.1", "4.87", "7.02", "2.51"),
]
OVA_PPC_2025 = [
    component("OVA", "0.9", "4.94", "6.00", "4.18"),
    component("PPC", "0.1", "2.51", "3.10", "1.82"),
]


@pytest.mark.parametrize(
    ("components", "method", "decimals", "published"),
    [
        (OVA_PPC_2024, MULTIPLICATIVE, 2, ("4.70", "1.60", "6.30")),
        (OVA_PPC_2025, MULTIPLICATIVE, 2, ("3.94", "0.97", "4.91")),  # as first published
        (OVA_PPC_2025, ADDITIVE, 3, ("3.944", "1.013", "4.96")),  # as corrected on 2 October 2024
    ],
)
def test_index_equals_what_was_published(components, method, decimals, published):
    found = index_of(components, method, decimals)
    assert (found.forecast, found.correction, found.total) == tuple(map(Decimal, published))


def test_first_year_after_procurement_has_no_correction():
    index = index_of(OVA_PPC_2025, ADDITIVE, 3)
    begins = {
        begin: percentage_for(index, 2025, date.fromisoformat(begin))
        for begin in ("2022-07-01", "2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2026-01-01")
    }
    assert begins == {
        "2022-07-01": Decimal("4.96"),
        "2023-12-31": Decimal("4.96"),
        "2024-01-01": Decimal("3.94"),
        "2024-12-31": Decimal("3.94"),
        "2025-01-01": None,
        "2026-01-01": None,
    }


def test_weights_that_are_not_one_are_refused():
    with pytest.raises(ValueError, match="gewichten"):
        index_of(OVA_PPC_2024[:1], ADDITIVE, 2)


@given(PERCENT, PERCENT, st.sampled_from([ADDITIVE, MULTIPLICATIVE]))
def test_a_forecast_that_was_right_needs_no_correction(before, forecast, method):
    found = index_of([component("OVA", 1, before, before, forecast)], method, 2)
    assert found.correction == 0
    assert found.total == found.without_correction == forecast


@given(PERCENT, PERCENT, PERCENT)
def test_additive_index_of_one_component_is_the_plain_sum(before, definitive, forecast):
    found = index_of([component("OVA", 1, before, definitive, forecast)], ADDITIVE, 2)
    assert found.total == forecast + definitive - before


@pytest.mark.parametrize(
    ("old", "percentage", "new"), [(7_500, "6.30", 7_973), (100, "0.50", 101), (1, "49", 1)]
)
def test_new_tariff_is_rounded_half_up_to_the_cent(old, percentage, new):
    assert indexed(old, Decimal(percentage)) == new


@given(st.integers(0, 10**7), PERCENT)
def test_new_tariff_is_within_half_a_cent(old, percentage):
    exact = Decimal(old) * (100 + percentage) / 100
    assert abs(indexed(old, percentage) - exact) <= Decimal("0.5")


@given(st.integers(0, 10**9), st.integers(1, 10**6), st.integers(1, 10**6))
def test_budget_effect_follows_the_difference(declared, old, new):
    effect = budget_effect(declared, old, new)
    assert abs(effect * old - declared * (new - old)) <= old
    assert budget_effect(declared, old, old) == 0


def test_a_free_product_costs_nothing_more():
    assert budget_effect(1_000, 0, 0) == 0
