"""In-, through- and outflow computed in sets equals that of the rules, on regions drawn at random."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import models
from contracts.rules.facts import CareStop, ProductCode
from kpis.models import FlowMonth, FlowOutcome, FlowTransition
from kpis.rules.flow import flow as flow_by_rule
from kpis.rules.flow import transitions
from kpis.rules.months import Window
from kpis.rules.outcomes import outcomes
from kpis.rules.snapshot import ProductCodeVersion
from kpis.rules.trajectories import CareStart, known_of
from kpis.services import ensure, flow
from tests.kpis.random_ledger import CODES, FIRST, random_ledger
from tests.kpis.tables import Tables

pytestmark = pytest.mark.django_db

REGIONS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
FORMS = ("ambulant", "ambulant", "verblijf")
REASONS = ("02", "20", "31", "31", "32", "38")


def with_messages(made, rng):
    """Product codes with a care form, and starts and stops of some allocations; shorter, so that there are gaps."""
    codes = [
        ProductCodeVersion(ProductCode(code, "45", "04", care_form=form), FIRST, 1)
        for code, form in zip(CODES, FORMS, strict=True)
    ]
    short = [
        replace(one, end=one.end and min(one.end, one.begin + timedelta(days=rng.randrange(120))))
        for one in made.allocations
    ]
    starts, stops = {}, {}
    for sequence, one in enumerate(short):
        key = (one.municipality, one.number)
        if rng.random() < 0.6:
            begin = one.begin + timedelta(days=rng.randrange(-10, 60))
            starts[*key, begin] = CareStart(*key, begin, one.received_on, sequence)
        if rng.random() < 0.5:
            end, reason = one.begin + timedelta(days=rng.randrange(-5, 200)), rng.choice(REASONS)
            stops[*key, end, reason] = CareStop(*key, end, reason, one.received_on, sequence)
    ledger = replace(made, product_codes=codes, allocations=short, stops=list(stops.values()))
    return ledger, list(starts.values())


def write(ledger, starts):
    tables = Tables()
    tables.write(ledger)
    for start in starts:
        models.CareStart.objects.create(
            allocation=tables.allocations[start.municipality, start.allocation],
            begin=start.begin,
            **tables.received("starts", start),
        )
    for stop in sorted(ledger.stops, key=lambda one: (one.received_on, one.sequence)):
        models.CareStop.objects.create(
            allocation=tables.allocations[stop.municipality, stop.allocation],
            end=stop.end,
            reason=stop.reason,
            **tables.received("stops", stop),
        )


def months_by_rule(facts, window):
    return {
        (one.scope.name, one.scope.key, one.care_form, one.month): (
            one.begin,
            one.entered,
            one.from_care,
            one.repeated,
            one.left,
            one.onward,
            one.stayed,
            one.imputed,
            one.end,
        )
        for one in flow_by_rule(facts, window)
    }


def months_computed(computation):
    return {
        (one.scope, one.key, one.care_form, one.month): (
            one.begin,
            one.entered,
            one.from_care,
            one.repeated,
            one.left,
            one.onward,
            one.stayed,
            one.imputed,
            one.end,
        )
        for one in FlowMonth.objects.filter(computation=computation)
    }


def outcomes_by_rule(facts, window):
    return {
        (one.scope.name, one.scope.key, one.care_form): (
            (one.ended, one.days, whole(one.median), one.long, one.imputed),
            (one.running, one.silent, whole(one.age)),
            (one.known, one.counted, one.stopped_by_client),
            (one.waits.n, one.waits.waiting, one.waits.over, one.waits.judged, one.waits.unknown),
            (
                whole(one.waits.median),
                one.waits.median_is_least,
                whole(one.waits.p90),
                one.waits.p90_is_least,
            ),
        )
        for one in outcomes(facts, window)
    }


def outcomes_computed(computation):
    return {
        (one.scope, one.key, one.care_form): (
            (one.ended, one.days, whole(one.median), one.long, one.imputed),
            (one.running, one.silent, whole(one.age)),
            (one.reasons_known, one.reasons_counted, one.stopped_by_client),
            (one.waits, one.waiting, one.wait_over, one.wait_judged, one.wait_unknown),
            (
                whole(one.wait_median),
                one.wait_median_is_least,
                whole(one.wait_p90),
                one.wait_p90_is_least,
            ),
        )
        for one in FlowOutcome.objects.filter(computation=computation)
    }


def whole(value):
    """Percentiles to three decimals, as a whole number."""
    return None if value is None else round(float(value) * 1000)


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.integers(200, 1000), length=st.integers(1, 14))
def test_sql_equals_rules(rng, days, length):
    peildatum = FIRST + timedelta(days=days)
    with transaction.atomic():
        ledger, starts = with_messages(random_ledger(rng), rng)
        write(ledger, starts)
        asked = flow(peildatum)
        window = Window(max(asked.first, date(asked.last.year - 1, asked.last.month, 1)), asked.last)
        facts = known_of(ledger, starts, peildatum)
        computation = ensure(flow(peildatum, window.first, window.last))
        found = months_computed(computation), outcomes_computed(computation)
        moved = {
            (one.scope, one.key, one.from_form, one.to_form): one.number
            for one in FlowTransition.objects.filter(computation=computation)
        }
        transaction.set_rollback(True)
    assert found[0] == months_by_rule(facts, window)
    assert found[1] == outcomes_by_rule(facts, window)
    assert moved == {
        (scope.name, scope.key, before, after): number
        for (scope, before, after), number in transitions(facts, window).items()
    }
