"""The change of spending computed in sets equals that of the rules, on regions drawn at random."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.rules.periods import add_months
from kpis.models import SpendingChange
from kpis.rules.change import change as changes_by_rule
from kpis.rules.change import earlier_window, wholes
from kpis.rules.months import Window
from kpis.rules.snapshot import as_of
from kpis.services import change, ensure
from tests.kpis.cast import PEILDATUM, allocation, ledger, line
from tests.kpis.random_ledger import FIRST, random_ledger
from tests.kpis.tables import Tables

pytestmark = pytest.mark.django_db

REGIONS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
REFERRERS = (None, "01", "02")


def with_volumes(made, rng):
    """Volumes, units and referrers drawn anew; a credit keeps what its debit has."""
    drawn = {}
    lines = []
    for one in made.lines:
        key = (one.agb, one.previous_reference or one.reference)
        if key not in drawn:
            drawn[key] = {"volume": rng.randrange(90), "unit": rng.choice(("01", "04", "14", "83"))}
        lines.append(replace(one, **drawn[key]))
    allocations = [replace(version, referrer=rng.choice(REFERRERS)) for version in made.allocations]
    return replace(made, lines=lines, allocations=allocations)


def parts(effects):
    return (effects.clients, effects.volume, effects.price, effects.new, effects.gone, effects.fixed)


def expected_rows(snapshot, earlier, later):
    found = {
        (row.dimension, row.key, row.product, row.unit): (
            (row.before.clients, row.before.volume, row.before.declared),
            (row.after.clients, row.after.volume, row.after.declared),
            parts(row.effects),
        )
        for row in changes_by_rule(snapshot, earlier, later)
    }
    for row in wholes(snapshot, earlier, later):
        own = [cell[2] for key, cell in found.items() if key[:2] == (row.dimension, row.key) and key[2]]
        found[row.dimension, row.key, "", ""] = (
            (row.clients_before, 0, row.declared_before),
            (row.clients_after, 0, row.declared_after),
            tuple(map(sum, zip(*own, strict=True))),
        )
    return found


def computed_rows(computation):
    return {
        (row.dimension, row.key, row.product_code, row.unit): (
            (row.clients_before, row.volume_before, row.declared_before),
            (row.clients_after, row.volume_after, row.declared_after),
            (row.by_clients, row.by_volume, row.by_price, row.by_new, row.by_gone, row.by_fixed),
        )
        for row in SpendingChange.objects.filter(computation=computation)
    }


@REGIONS
@given(
    rng=st.randoms(use_true_random=False),
    days=st.integers(300, 1000),
    first=st.integers(0, 14),
    length=st.integers(0, 13),
)
def test_sql_equals_rules(rng, days, first, length):
    peildatum = FIRST + timedelta(days=days)
    later = Window(add_months(date(2024, 9, 1), first), add_months(date(2024, 9, 1), first + length))
    with transaction.atomic():
        drawn = with_volumes(random_ledger(rng), rng)
        Tables().write(drawn)
        expected = expected_rows(as_of(drawn, peildatum), earlier_window(later), later)
        found = computed_rows(ensure(change(peildatum, later.first, later.last)))
        transaction.set_rollback(True)
    assert found == expected


def test_a_worked_example_through_the_tables():
    lines = [
        line("2024-01", 1_000, volume=1, reference="R1", declaration="D1"),
        line("2025-01", 1_400, volume=1, reference="R2", declaration="D2"),
        line(
            "2025-01", 2_600, volume=3, reference="R3", declaration="D2", allocation="1002", client="kind-b"
        ),
        line("2024-02", 70, volume=1, reference="R4", declaration="D3", code="45A05"),
    ]
    Tables().write(ledger(lines, allocations=[allocation(), allocation("1002", client="kind-b")]))
    found = computed_rows(ensure(change(PEILDATUM, date(2025, 1, 1), date(2025, 3, 1))))
    # 3,000 / ln 4 = 2,164.04; clients and volume per client both double: x ln 2 = 1,500 each; the price stays
    assert {key[2:]: row for key, row in found.items() if key[0] == "regio"} == {
        ("45A04", "01"): ((1, 60, 1_000), (2, 240, 4_000), (1_500, 1_500, 0, 0, 0, 0)),
        ("45A05", "01"): ((1, 60, 70), (0, 0, 0), (0, 0, 0, 0, -70, 0)),
        ("", ""): ((1, 0, 1_070), (2, 0, 4_000), (1_500, 1_500, 0, 0, -70, 0)),
    }
