"""Shift of care and referrers computed in sets equal those of the rules, on regions drawn at random."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.rules.periods import last_mature_month
from inkoop.base.models import Parameter
from kpis.models import ReferrerUse, ShiftCategory, ShiftTransition
from kpis.rules import exact
from kpis.rules.months import Window
from kpis.rules.parameters import Parameters
from kpis.rules.referrers import referred
from kpis.rules.shift import around, transitions, waterbed
from kpis.rules.snapshot import as_of
from kpis.services import WrongWindow, ensure, referrers, shift, shift_around
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
@given(
    rng=st.randoms(use_true_random=False),
    days=st.integers(350, 900),
    months=st.integers(0, 118),
    since=st.none() | st.integers(0, 900),
)
def test_sql_equals_rules(rng, days, months, since):
    """Over any window, and around an intervention on any day."""
    peildatum, window = FIRST + timedelta(days=days), Window(*some_window(months))
    asked = shift(peildatum, window.first, window.last)
    if since is not None and (found := around(FIRST + timedelta(days=since), last_mature_month(peildatum))):
        window, asked = found, shift_around(peildatum, FIRST + timedelta(days=since))
    for name, value in FEW.items():
        Parameter.objects.get_or_create(
            name=name, valid_from=FIRST, defaults={"value": Decimal(value), "reason": "proef"}
        )
    with transaction.atomic():
        ledger = drawn(random_ledger(rng), rng)
        write(ledger)
        ensure(asked)
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


@pytest.mark.parametrize(
    ("day", "peildatum", "expected"),
    [
        (date(2025, 3, 10), date(2025, 9, 30), (date(2025, 3, 1), date(2025, 6, 1))),
        (date(2025, 3, 31), date(2025, 6, 30), (date(2025, 3, 1), date(2025, 3, 1))),
        (date(2024, 1, 1), date(2025, 9, 30), (date(2024, 1, 1), date(2024, 12, 1))),
        (date(2025, 3, 10), date(2025, 6, 29), None),
    ],
)
def test_months_around_an_intervention(day, peildatum, expected):
    found = around(day, last_mature_month(peildatum))
    if expected is None:
        assert found is None
        with pytest.raises(WrongWindow, match="Vanaf maart 2025 is nog geen maand rijp"):
            shift_around(peildatum, day)
        return
    window = Window(*expected)
    assert (found, len(found.previous()), found.previous().last < day) == (window, len(window), True)
    asked = shift_around(peildatum, day)
    assert (asked.first, asked.last) == expected


def shown(value):
    return None if value is None else exact.six_decimals(value)
