"""Verdieping of declaratiegedrag computed in sets equals that of the rules, on regions drawn at random."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.models import Client
from inkoop.base.models import Parameter
from kpis.choices import DEEP
from kpis.models import IndicatorValue, Signal
from kpis.rules import exact
from kpis.rules.behaviour import rows
from kpis.rules.heavier import dg15_light_to_heavy
from kpis.rules.months import Window
from kpis.rules.parameters import Parameters
from kpis.rules.snapshot import ProductCodeVersion, as_of
from kpis.services import behaviour, depth, ensure
from tests.kpis import cast
from tests.kpis.compared import computed, some_window
from tests.kpis.messages import with_messages, write
from tests.kpis.random_ledger import FIRST, random_ledger
from tests.oracle import exports

pytestmark = pytest.mark.django_db

MILD = {"peer_clients": 1, "peer_minimum": 2, "signal_z": Fraction(1, 2), "mature_after": 1}
REGIONS = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def weighed(made, rng):
    """Classes, etmalen, and birthdays around the window; more of the lines on few allocations."""
    ledger, starts = with_messages(made, rng)
    classes = [None, 1, 1, 2, 3]
    codes = [
        ProductCodeVersion(
            replace(one.product_code, weight_class=rng.choice(classes), extended=rng.random() < 0.3), FIRST, 1
        )
        for one in ledger.product_codes
    ]
    born = {f"kind-{n}": date(2006 + rng.randrange(2), 1 + rng.randrange(12), 1) for n in range(4)}
    nights = {one.reference: rng.randrange(25) for one in ledger.lines if rng.random() < 0.5}
    lines = [
        replace(one, unit="14", volume=nights[of])
        if (of := one.previous_reference or one.reference) in nights
        else one
        for one in ledger.lines
    ]
    allocations = [replace(one, birth_month=born.get(one.client)) for one in ledger.allocations]
    return replace(ledger, product_codes=codes, lines=lines, allocations=allocations), starts, born


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.integers(350, 900), months=st.integers(0, 118))
def test_sql_equals_rules(rng, days, months):
    peildatum, window = FIRST + timedelta(days=days), Window(*some_window(months))
    for name, value in MILD.items():
        Parameter.objects.update_or_create(
            name=name,
            valid_from=date(2020, 1, 1),
            defaults={"value": Decimal(value.numerator) / value.denominator, "reason": "proef"},
        )
    with transaction.atomic():
        ledger, starts, born = weighed(random_ledger(rng), rng)
        write(ledger, starts)
        for client, month in born.items():
            Client.objects.filter(pseudonym=client).update(birth_month=month)
        found = computed(behaviour(peildatum, window.first, window.last))
        heavier = dict(IndicatorValue.objects.filter(indicator="DG15").values_list("provider__agb", "value"))
        transaction.set_rollback(True)
    snapshot, parameters = as_of(ledger, peildatum), Parameters(**MILD)
    expected = [exports.behaviour_cells(row) for row in rows(snapshot, window, None, parameters)]
    assert found[1:] == expected
    figures = {agb: dg15_light_to_heavy(snapshot, agb, window, parameters) for agb in snapshot.providers}
    assert heavier == {
        agb: None if one.value is None else exact.six_decimals(one.value) for agb, one in figures.items()
    }


def test_verdieping_adds_to_the_figures_and_leaves_the_others_and_their_signals():
    cast_ledger = cast.ledger(
        [cast.line("2025-02", 100)],
        allocations=[cast.allocation(end=date(2025, 3, 31))],
        stops=[cast.stop(date(2025, 3, 31))],
    )
    write(cast_ledger)
    asked = behaviour(cast.PEILDATUM)
    figures = ensure(asked)
    before = sorted(figures.indicators.values_list("indicator", "value"))
    ensure(depth(cast.PEILDATUM))
    after = dict(figures.indicators.values_list("indicator", "value"))
    assert {code: after.pop(code) for code in DEEP} == {
        "DG10": 1,
        "DG10V": None,
        "DG11": 90,
        "DG11M": 90,
        "DG11S": 0,
        "DG13": 0,
        "DG14": 0,
        "DG15": 0,
    }
    assert sorted(after.items()) == before
    assert list(Signal.objects.all()) == []
