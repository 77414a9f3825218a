"""The figures computed in sets equal those of the rules, cell for cell, on regions drawn at random."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inkoop.base.models import Parameter
from kpis.rules.parameters import Parameters
from kpis.rules.peers import GROUPINGS
from tests.kpis.compared import computed_tables, expected_tables, some_window
from tests.kpis.random_ledger import FIRST, random_ledger
from tests.kpis.tables import Tables

pytestmark = pytest.mark.django_db

MILD = {"peer_clients": 1, "peer_minimum": 2, "signal_z": Fraction(1, 2), "late_days": 20, "mature_after": 1}
REGIONS = settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller region says no more, and takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.integers(200, 1000))
def test_usual_windows(rng, days):
    compare(rng, FIRST + timedelta(days=days), Parameters())


@REGIONS
@given(
    rng=st.randoms(use_true_random=False),
    days=st.integers(350, 900),
    months=st.integers(0, 118),
    grouping=st.sampled_from(list(GROUPINGS)),
)
def test_any_window_with_parameters_of_the_region(rng, days, months, grouping):
    """Lower thresholds, so that small regions have peers and signals."""
    parameters = MILD | {"peer_grouping": grouping}
    for name, value in parameters.items():
        Parameter.objects.update_or_create(
            name=name,
            valid_from=date(2020, 1, 1),
            defaults={"value": Decimal(value.numerator) / value.denominator, "reason": "proef"},
        )
    compare(rng, FIRST + timedelta(days=days), Parameters(**parameters), some_window(months))


def compare(
    rng: Random,
    peildatum: date,
    parameters: Parameters,
    window: tuple[date, date] | tuple[None, None] = (None, None),
) -> None:
    with transaction.atomic():
        ledger = random_ledger(rng)
        Tables().write(ledger)
        first, last = window
        expected = expected_tables(ledger, peildatum, first, last, parameters)
        found = computed_tables(peildatum, *window)
        transaction.set_rollback(True)
    for name, rows in expected.items():
        assert found[name] == rows, name
