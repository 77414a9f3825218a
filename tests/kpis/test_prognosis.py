"""The prognosis computed in sets equals that of the rules, on regions drawn at random."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inkoop.base.models import Municipality
from kpis.models import Computation, ForecastError, ForecastMonth
from kpis.models.forecasts import QUARTER
from kpis.rules.months import Window
from kpis.rules.prognosis import backtest, prognosis
from kpis.services import ensure, forecast
from kpis.services.parts import parts_of
from tests.kpis.cast import allocation, ledger, line
from tests.kpis.random_ledger import FIRST, random_ledger
from tests.kpis.tables import Tables

pytestmark = pytest.mark.django_db

LATE, SEED = date(2025, 8, 15), 11
REGIONS = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def computed_rows(computation):
    codes = dict(Municipality.objects.values_list("pk", "code"))
    return {
        (codes[row.municipality_id], row.category, row.month): (
            row.kind,
            row.declared,
            row.committed,
            row.inflow,
        )
        for row in ForecastMonth.objects.filter(computation=computation)
    }


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.integers(400, 900), length=st.integers(0, 14))
def test_sql_equals_rules(rng, days, length):
    peildatum = FIRST + timedelta(days=days)
    usual = forecast(peildatum)
    window = Window(max(date(usual.last.year, 2 + length % 8, 1), usual.first), usual.last)
    with transaction.atomic():
        made = random_ledger(rng)
        Tables().write(made)
        expected = {
            (row.municipality, row.category, row.month): (row.kind, row.declared, row.committed, row.inflow)
            for row in prognosis(made, peildatum, window)
        }
        found = computed_rows(ensure(forecast(peildatum, window.first, window.last)))
        transaction.set_rollback(True)
    assert found == expected


def test_earlier_forecasts_are_tested_as_the_rules_do():
    """Every month of theirs that is mature by now, those that had passed then too."""
    made = random_ledger(Random(SEED))  # noqa: S311 -- nothing secret
    Tables().write(made)
    computation = ensure(forecast(LATE))
    codes = dict(Municipality.objects.values_list("pk", "code"))
    found = {
        (row.made_on, row.ahead, codes[row.municipality_id], row.category): (row.forecast, row.known)
        for row in ForecastError.objects.filter(computation=computation)
    }
    made_on = [one.peildatum for one in parts_of(forecast(LATE)) if one.name == "prognose"]
    rows = backtest(made, LATE, made_on)
    assert {row.ahead for row in rows} == set(range(-2, 13))
    assert found == {
        (row.made_on, row.ahead, row.municipality, row.category): (row.forecast, row.known) for row in rows
    }


def test_a_year_is_tested_with_the_forecasts_of_the_quarters_before_it():
    """Declared is all of the value, and twice that in August 2024."""
    months = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(27)]
    lines = [
        line(at, 151_000 if at == "2024-08" else 75_500, reference=f"R{at}", declaration=f"D{at}")
        for at in months
    ]
    Tables().write(ledger(lines, allocations=[allocation(begin=date(2022, 1, 1), end=date(2025, 12, 31))]))
    computation = ensure(forecast(date(2025, 6, 30)))
    of_quarter = ForecastError.objects.filter(computation=computation, ahead__range=QUARTER)
    tested = of_quarter.order_by("made_on").values_list("made_on").annotate(Sum("forecast"), Sum("known"))
    # what was allocated a year before was declared exactly; a peak in one month does not come again in others
    assert list(tested) == [
        (date(2024, 3, 31), 226_500, 226_500),
        (date(2024, 6, 30), 226_500, 302_000),
        (date(2024, 9, 30), 226_500, 226_500),
        (date(2024, 12, 31), 226_500, 226_500),
    ]
    assert Computation.objects.filter(name="prognose").count() == 5
