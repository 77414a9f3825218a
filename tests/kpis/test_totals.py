"""Figures from running totals, brought up to date delivery by delivery, equal those computed from all facts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from inkoop.base.bulk import keys_of
from kpis.models import (
    AllocationMonth,
    BookedDay,
    CategoryMonth,
    IbpMonth,
    ProviderMonth,
    ReceivedMonth,
    TotalsState,
)
from kpis.queries import totals
from kpis.rules.snapshot import Ledger
from kpis.services import behaviour, ensure, ibps, month_series
from kpis.services.totals import bring_totals_up_to_date, totals_hold
from tests.kpis import cast
from tests.kpis.compared import computed_tables, expected_tables
from tests.kpis.random_ledger import DAYS, FIRST, random_ledger
from tests.kpis.tables import Tables

pytestmark = pytest.mark.django_db

REGIONS = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller region says no more, and takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KINDS = ("providers", "contracts", "tariffs", "allocations", "ibps", "lines", "submitted")


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.lists(st.integers(200, 700), min_size=1, max_size=3))
def test_adding_deliveries_equals_computing_from_the_facts(rng, days):
    with transaction.atomic():
        ledger, tables = random_ledger(rng), Tables()
        before = date.min
        for until in sorted({FIRST + timedelta(days=day) for day in days}):
            tables.write(received(ledger, before, until))
            compute(until)
            before = until
        end = FIRST + timedelta(days=DAYS + 200)
        tables.write(received(ledger, before, end))
        expected, found = expected_tables(ledger, end), computed_tables(end)
        transaction.set_rollback(True)
    for name, rows in expected.items():
        assert found[name] == rows, name


@REGIONS
@given(rng=st.randoms(use_true_random=False), days=st.integers(200, 700))
def test_totals_that_grew_equal_totals_built_at_once(rng, days):
    with transaction.atomic():
        ledger, tables = random_ledger(rng), Tables()
        until, end = FIRST + timedelta(days=days), FIRST + timedelta(days=DAYS)
        tables.write(received(ledger, date.min, until))
        compute(until)
        tables.write(received(ledger, until, end))
        compute(end)
        grown = content()
        TotalsState.objects.all().delete()
        recompute(end)
        built = content()
        transaction.set_rollback(True)
    assert grown == built


def test_totals_with_their_keys_made_afterwards_are_the_same(monkeypatch):
    """As of a large region; the table ends with the keys that it had."""
    Tables().write(small_ledger())
    with connection.cursor() as cursor:
        before = keys_of(cursor, totals.MONTHS)
        recompute(date(2025, 4, 30))
        expected = content()
        monkeypatch.setattr(totals, "WORTHWHILE", 0)
        TotalsState.objects.all().delete()
        recompute(date(2025, 4, 30))
        assert keys_of(cursor, totals.MONTHS) == before
    assert len(before.constraints) == len(before.indexes) == 1
    assert content() == expected


def test_totals_hold_only_what_is_known_on_the_peildatum():
    """Lines of 10 March and 10 April: totals of both say nothing about 31 March."""
    ledger, tables = small_ledger(), Tables()
    tables.write(ledger)
    window = (date(2025, 1, 1), date(2025, 12, 1))
    for peildatum in (date(2025, 3, 31), date(2025, 4, 30)):
        bring_totals_up_to_date(peildatum=peildatum, first=window[0], last=window[1])
    assert not totals_hold(date(2025, 3, 31), *window)
    assert totals_hold(date(2025, 4, 30), *window)


def test_totals_are_not_made_for_months_far_away():
    """An allocation without end would have a row for every month."""
    Tables().write(small_ledger())
    bring_totals_up_to_date(peildatum=date(2025, 4, 30), first=date(2025, 1, 1), last=date(2099, 1, 1))
    assert not TotalsState.objects.exists()


def small_ledger() -> Ledger:
    lines = [
        cast.line("2025-02", 100, reference="A"),
        cast.line("2025-03", 200, reference="B", declaration="D2", sequence=2),
    ]
    return cast.ledger(lines, allocations=[cast.allocation()])


def compute(peildatum: date) -> None:
    ensure(ibps(peildatum))
    ensure(behaviour(peildatum))
    ensure(month_series(peildatum))


def recompute(peildatum: date) -> None:
    for asked in (ibps(peildatum), behaviour(peildatum), month_series(peildatum)):
        computation = ensure(asked)
        computation.fingerprint = "ouder"
        computation.save()
        ensure(asked)


def received(ledger: Ledger, after: date, until: date) -> Ledger:
    """The facts received after a day t/m another one."""
    return replace(ledger, **{kind: between(getattr(ledger, kind), after, until) for kind in KINDS})


def between(facts: Any, after: date, until: date) -> list[Any]:
    return [fact for fact in facts if after < fact.received_on <= until]


def content() -> tuple[Any, ...]:
    """What the totals say; a row that came to nothing says nothing."""
    return (
        rows(AllocationMonth.objects.all()),
        rows(BookedDay.objects.all()),
        rows(ReceivedMonth.objects.exclude(net=0)),
        rows(CategoryMonth.objects.exclude(clients=0, net=0)),
        rows(ProviderMonth.objects.exclude(allocated=0)),
        rows(IbpMonth.objects.all()),
    )


def rows(found: QuerySet) -> list[tuple[Any, ...]]:
    fields = [field.name for field in found.model._meta.fields if field.name != "pk"]
    return sorted(found.values_list(*fields), key=str)
