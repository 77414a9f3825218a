"""Whatever the row of deliveries: figures brought up to date after each, computed anew, and by the rules are equal.

For the figures beside those of the running totals, which have a test of their own: case-mix, duration, care after its
end, double care, light to heavy, shift, referrers and use of care.
"""

from dataclasses import astuple
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kpis.models import CareUse, Computation, IndicatorValue, ReferrerUse, ShiftCategory, ShiftTransition
from kpis.rules import exact
from kpis.rules.behaviour import rows as behaviour_rows
from kpis.rules.heavier import dg15_light_to_heavy
from kpis.rules.months import Window
from kpis.rules.parameters import Parameters
from kpis.rules.referrers import referred
from kpis.rules.shift import transitions, waterbed
from kpis.rules.snapshot import as_of
from kpis.rules.use import use as use_by_rule
from kpis.services import depth, ensure, referrers, shift, use
from tests.kpis.compared import exported
from tests.kpis.random_ledger import DAYS, FIRST, random_ledger
from tests.kpis.tables import Tables
from tests.kpis.test_shift import drawn
from tests.kpis.test_totals import received
from tests.oracle import exports

pytestmark = pytest.mark.django_db

WINDOW = Window(date(2024, 3, 1), date(2024, 10, 1))
END = FIRST + timedelta(days=DAYS + 200)


@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rng=st.randoms(use_true_random=False), days=st.lists(st.integers(200, 700), min_size=1, max_size=2))
def test_after_each_delivery_computed_anew_and_by_the_rules_are_equal(rng, days):
    with transaction.atomic():
        ledger, tables, before = drawn(random_ledger(rng), rng), Tables(), date.min
        for until in sorted({FIRST + timedelta(days=day) for day in days}):
            tables.write(received(ledger, before, until))
            brought_up_to_date()  # of the same peildatum, so that there is something to bring up to date
            before = until
        tables.write(received(ledger, before, END))
        followed = figures(brought_up_to_date())
        Computation.objects.update(fingerprint="ouder")
        anew = figures(brought_up_to_date())
        transaction.set_rollback(True)
    assert followed == anew
    expected = by_rule(as_of(ledger, END))
    for name, rows in expected.items():
        assert followed[name] == rows, name


def brought_up_to_date():
    """A verdieping, which makes the declaratiegedrag it adds to, verschuiving, verwijzers and gebruik."""
    asked = [make(END, WINDOW.first, WINDOW.last) for make in (depth, shift, referrers, use)]
    return [ensure(one) for one in asked]


def figures(computations):
    _, moved, sent, used = computations
    found = Computation.objects.get(name="declaratiegedrag")
    heavier = IndicatorValue.objects.filter(indicator="DG15", computation=found)
    return {
        "heavier": dict(heavier.values_list("provider__agb", "value")),
        "behaviour": exported(found)[1:],
        "shift": set(
            ShiftTransition.objects.filter(computation=moved).values_list(
                "scope", "key", "axis", "before", "after", "clients"
            )
        ),
        "waterbed": set(
            ShiftCategory.objects.filter(computation=moved).values_list(
                "scope", "key", "target", "category", "declared_before", "declared_after"
            )
        ),
        "referrers": set(
            ReferrerUse.objects.filter(computation=sent).values_list(
                "key", "level", "kind", "name", "started", "clients", "declared"
            )
        ),
        "use": sorted(
            CareUse.objects.filter(computation=used).values_list(
                "municipality_code", "year", "dimension", "part", "youths", "clients", "days", "declared"
            )
        ),
    }


def by_rule(snapshot):
    parameters = Parameters()
    heavier = {agb: dg15_light_to_heavy(snapshot, agb, WINDOW, parameters) for agb in snapshot.providers}
    return {
        "heavier": {
            agb: None if one.value is None else exact.six_decimals(one.value) for agb, one in heavier.items()
        },
        "behaviour": [
            exports.behaviour_cells(row) for row in behaviour_rows(snapshot, WINDOW, None, parameters)
        ],
        "shift": {
            (*one.place, one.axis, one.before, one.after, one.clients)
            for one in transitions(snapshot, WINDOW)
        },
        "waterbed": {
            (*one.place, one.target, one.category, one.declared_before, one.declared_after)
            for one in waterbed(snapshot, WINDOW)
        },
        "referrers": {
            (one.place, one.level, one.kind, one.name, one.started, one.clients, one.declared)
            for one in referred(snapshot, WINDOW, parameters)
        },
        "use": sorted(astuple(row) for row in use_by_rule(snapshot, WINDOW)),
    }
