"""What was allocated to one provider is the W of the indicators, month by month."""

from datetime import date

import pytest

from kpis.models import IndicatorValue
from kpis.queries.allocated import allocated_per_month
from kpis.services import compute_behaviour
from tests.desk.cast import MONTHS, PEILDATUM, region

pytestmark = pytest.mark.django_db

ALLOCATED = 20 * 7_500  # hours a month at the tariff


def test_allocated_is_volume_times_tariff_in_each_month():
    made = region(2)
    found, without_value = allocated_per_month(
        made.providers[1].pk, date(2024, 12, 1), date(2025, 12, 1), peildatum=PEILDATUM
    )
    assert found == dict.fromkeys(MONTHS, ALLOCATED)
    assert without_value == 0


def test_allocation_without_tariff_is_counted_apart():
    made = region()
    made.allocations[0].versions.update(product_code="H999")
    found, without_value = allocated_per_month(
        made.providers[0].pk, MONTHS[0], MONTHS[-1], peildatum=PEILDATUM
    )
    assert (found, without_value) == ({}, 1)


def test_mature_months_add_up_to_the_denominator_of_dg04():
    made = region(3)
    computation = compute_behaviour(peildatum=PEILDATUM)
    for provider in made.providers:
        denominator = IndicatorValue.objects.get(
            computation=computation, provider=provider, indicator="DG04", part=""
        ).denominator
        found, _ = allocated_per_month(
            provider.pk, computation.window_from, computation.window_to, peildatum=PEILDATUM
        )
        assert sum(found.values()) == denominator == 9 * ALLOCATED
