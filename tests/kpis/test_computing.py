"""Figures are computed once, whole, and only when something has changed."""

from datetime import date
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection

from inkoop.base.models import Parameter
from kpis.choices import ComputationStatus
from kpis.models import Computation, IbpStatus, IndicatorValue
from kpis.services import CURRENT, behaviour, compute_all, compute_steering, ensure, ibps
from kpis.tasks import compute_current_figures
from tests.kpis import cast
from tests.kpis.tables import Tables

PEILDATUM = date(2025, 12, 31)
QUERIES_OF_IBPS = 137


def region():
    lines = [
        cast.line("2025-02", 100, reference="A"),
        cast.line("2025-03", 200, reference="B", declaration="D2", sequence=2),
    ]
    Tables().write(cast.ledger(lines, allocations=[cast.allocation()], ibps=[cast.ibp()]))


@pytest.mark.django_db
def test_asking_twice_computes_once():
    region()
    steps = []
    first = ensure(behaviour(PEILDATUM), report=lambda *step: steps.append(step))
    done = len(steps)
    second = ensure(behaviour(PEILDATUM), report=lambda *step: steps.append(step))
    assert (second.pk, second.finished_at) == (first.pk, first.finished_at)
    assert len(steps) == done > 0


@pytest.mark.django_db
def test_a_parameter_of_the_region_makes_the_figures_new():
    region()
    before = ensure(ibps(PEILDATUM))
    Parameter.objects.create(
        name="ibp_warning", value=Decimal("0.001"), valid_from=date(2025, 1, 1), reason="proef"
    )
    after = ensure(ibps(PEILDATUM))
    assert after.pk == before.pk
    assert after.fingerprint != before.fingerprint
    assert [status.status for status in IbpStatus.objects.all()] == ["oranje"]


@pytest.mark.django_db
def test_a_computation_that_fails_leaves_the_earlier_figures():
    region()
    computation = ensure(behaviour(PEILDATUM))
    figures = sorted(IndicatorValue.objects.values_list("indicator", "value"))
    Computation.objects.update(fingerprint="ouder")

    def break_off(step, done, total):
        raise RuntimeError("stroomstoring")

    with pytest.raises(RuntimeError):
        ensure(behaviour(PEILDATUM), report=break_off)
    computation.refresh_from_db()
    assert computation.status == ComputationStatus.FAILED
    assert sorted(IndicatorValue.objects.values_list("indicator", "value")) == figures


def test_two_workers_at_once_compute_once(committed):
    region()
    reports = []

    def work():
        try:
            ensure(ibps(PEILDATUM), report=lambda *step: reports.append(step))
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    computation = Computation.objects.get()
    assert computation.status == ComputationStatus.DONE
    assert len(reports) == computation.steps_total
    assert IbpStatus.objects.count() == 1


def test_two_workers_share_the_usual_figures_and_find_what_one_finds(committed):
    region()
    alone = [*compute_all(peildatum=PEILDATUM), *compute_steering(peildatum=PEILDATUM)]
    expected = outcomes()
    assert {computation.name for computation in alone} == set(CURRENT) == set(expected)
    Computation.objects.all().delete()
    waiting, failures = [*CURRENT], []

    def work():
        try:
            while waiting:
                compute_current_figures(name=waiting.pop(0), peildatum=PEILDATUM.isoformat())
        except Exception as error:
            failures.append(error)
            raise
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not failures
    assert outcomes() == expected


def outcomes():
    return {
        computation.name: (computation.status, computation.log.splitlines()[-1])
        for computation in Computation.objects.all()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("allocations", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_region(allocations, django_assert_num_queries):
    """The first time, running totals included."""
    numbers = [str(1001 + n) for n in range(allocations)]
    lines = [cast.line("2025-02", 100, allocation=number, reference=number) for number in numbers]
    Tables().write(cast.ledger(lines, allocations=[cast.allocation(number) for number in numbers]))
    with django_assert_num_queries(QUERIES_OF_IBPS):
        ensure(ibps(PEILDATUM))
