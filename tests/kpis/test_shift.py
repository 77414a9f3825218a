"""Shift of care and referrers computed in sets equal those of the rules, on regions drawn at random."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkoop.base.models import Parameter
from kpis.models import ReferrerUse, ShiftCategory, ShiftTransition
from kpis.rules import exact
from kpis.rules.months import Window
from kpis.rules.parameters import Parameters
from kpis.rules.referrers import referred
from kpis.rules.shift import transitions, waterbed
from kpis.rules.snapshot import as_of
from kpis.services import ensure, referrers, shift
from tests.kpis.compared import some_window
from tests.kpis.messages import with_messages, write
from tests.kpis.random_ledger import FIRST, random_ledger

pytestmark = pytest.mark.django_db

FEW = {"peer_clients": 1, "peer_minimum": 2}
NAMES = (None, "Huisarts A", "Huisarts B", "Basisschool De Eik")
REGIONS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def drawn(made, rng):
    """Classes for the codes; referrers and teams for the allocations."""
    ledger, _ = with_messages(made, rng)
    codes = [
        replace(one, product_code=replace(one.product_code, weight_class=rng.choice((None, 1, 2, 3))))
        for one in ledger.product_codes
    ]
    allocations = [
        replace(
            one,
            referrer=rng.choice((None, "01", "02")),
            referrer_name=rng.choice(NAMES),
            team=rng.choice((None, "Noord", "Zuid")),
        )
        for one in ledger.allocations
    ]
    return replace(ledger, product_codes=codes, allocations=allocations, stops=[])


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.integers(350, 900), months=st.integers(0, 118))
def test_sql_equals_rules(rng, days, months):
    peildatum, window = FIRST + timedelta(days=days), Window(*some_window(months))
    for name, value in FEW.items():
        Parameter.objects.get_or_create(
            name=name, valid_from=FIRST, defaults={"value": Decimal(value), "reason": "proef"}
        )
    with transaction.atomic():
        ledger = drawn(random_ledger(rng), rng)
        write(ledger)
        ensure(shift(peildatum, window.first, window.last))
        ensure(referrers(peildatum, window.first, window.last))
        moved = set(ShiftTransition.objects.values_list("scope", "key", "axis", "before", "after", "clients"))
        beds = set(
            ShiftCategory.objects.values_list(
                "scope",
                "key",
                "target",
                "category",
                "declared_before",
                "declared_after",
                "clients_before",
                "clients_after",
            )
        )
        found = {
            (one.key, one.level, one.kind, one.name): (
                (one.started, one.clients, one.declared, one.cost),
                (one.n_peers, one.median_peers, one.robust_z, one.is_outlier),
            )
            for one in ReferrerUse.objects.all()
        }
        transaction.set_rollback(True)
    snapshot = as_of(ledger, peildatum)
    assert moved == {
        (*one.place, one.axis, one.before, one.after, one.clients) for one in transitions(snapshot, window)
    }
    assert beds == {
        (
            *one.place,
            one.target,
            one.category,
            one.declared_before,
            one.declared_after,
            one.clients_before,
            one.clients_after,
        )
        for one in waterbed(snapshot, window)
    }
    assert found == {
        (one.place, one.level, one.kind, one.name): (
            (one.started, one.clients, one.declared, shown(one.cost)),
            (one.n_peers, shown(one.median), shown(one.z), one.is_outlier),
        )
        for one in referred(snapshot, window, Parameters(**FEW))
    }


def shown(value):
    return None if value is None else exact.six_decimals(value)
