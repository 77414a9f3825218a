"""In-, through- and outflow computed in sets equals that of the rules, on regions drawn at random."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpis.models import FlowMonth, FlowOutcome, FlowTransition
from kpis.rules.flow import flow as flow_by_rule
from kpis.rules.flow import transitions
from kpis.rules.months import Window
from kpis.rules.outcomes import outcomes
from kpis.rules.trajectories import known_of
from kpis.services import ensure, flow
from tests.kpis.messages import with_messages, write
from tests.kpis.random_ledger import FIRST, random_ledger

pytestmark = pytest.mark.django_db

REGIONS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
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
