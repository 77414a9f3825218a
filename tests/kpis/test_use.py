"""The use of care computed in sets equals that of the rules, on regions drawn at random."""

from dataclasses import astuple, replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.rules.periods import add_months
from kpis.models import CareUse
from kpis.rules.months import Window
from kpis.rules.snapshot import as_of
from kpis.rules.use import use as use_by_rule
from kpis.services import ensure, use
from tests.kpis.cast import PEILDATUM, allocation, ledger, line
from tests.kpis.random_ledger import FIRST, random_ledger
from tests.kpis.tables import Tables

pytestmark = pytest.mark.django_db

REGIONS = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
COLUMNS = ("municipality_code", "year", "dimension", "part", "youths", "clients", "days", "declared")


def computed(computation):
    return sorted(CareUse.objects.filter(computation=computation).values_list(*COLUMNS))


@REGIONS
@given(
    rng=st.randoms(use_true_random=False),
    days=st.integers(300, 1000),
    first=st.integers(0, 20),
    length=st.integers(0, 30),
)
def test_sql_equals_rules(rng, days, first, length):
    begin = add_months(date(2023, 11, 1), first)
    window = Window(begin, add_months(begin, length))
    with transaction.atomic():
        drawn = random_ledger(rng)
        said = [
            replace(one, referrer=rng.choice((None, "01", "02")), team=rng.choice((None, "Noord", "Zuid")))
            for one in drawn.allocations
        ]
        drawn = replace(drawn, allocations=said)
        Tables().write(drawn)
        peildatum = FIRST + timedelta(days=days)
        expected = [astuple(row) for row in use_by_rule(as_of(drawn, peildatum), window)]
        found = computed(ensure(use(peildatum, window.first, window.last)))
        transaction.set_rollback(True)
    assert found == sorted(expected)


def test_a_worked_example_through_the_tables():
    lines = [
        line("2024-01", 1_000, volume=1, reference="R1", declaration="D1"),
        line("2024-03", 500, volume=1, reference="R2", declaration="D2"),
        line("2024-03", 70, volume=1, reference="R3", declaration="D2", allocation="1002", client="kind-b"),
    ]
    allocations = [
        replace(allocation(), referrer="01", team="Noord"),
        replace(allocation("1002", client="kind-b"), referrer="02", team=None),
    ]
    Tables().write(ledger(lines, allocations=allocations))
    found = computed(ensure(use(PEILDATUM, date(2024, 1, 1), date(2024, 12, 1))))
    # kind-a from 1 January t/m 31 March: 31 + 29 + 31 days; kind-b in March
    both = (2, 2, 122, 1_570)
    assert [row[3:] for row in found if row[0] == "" and row[2] == "geheel"] == [("", *both)]
    assert [row[3:] for row in found if row[0] == "" and row[2] == "verwijzer"] == [
        ("01", 1, 1, 91, 1_500),
        ("02", 1, 1, 31, 70),
    ]
    assert [row[3:] for row in found if row[0] == "" and row[2] == "team"] == [
        ("", 1, 1, 31, 70),
        ("Noord", 1, 1, 91, 1_500),
    ]
    assert [row[1:] for row in found if row[0] != ""] == [row[1:] for row in found if row[0] == ""]


def test_a_youth_whose_lines_were_all_taken_back_is_no_client():
    debit = line("2024-01", 1_000, volume=1, reference="R1", declaration="D1")
    credit = replace(
        line("2024-01", 1_000, volume=1, reference="R2", declaration="D2"),
        debit_credit="C",
        previous_reference="R1",
    )
    Tables().write(ledger([debit, credit], allocations=[allocation()]))
    found = computed(ensure(use(PEILDATUM, date(2024, 1, 1), date(2024, 12, 1))))
    assert [row[4:] for row in found if row[2] == "geheel"] == [(1, 0, 0, 0)] * 2
