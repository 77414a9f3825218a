"""Computing figures: once, whole, and only when something has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from inkoop.base.dutch import counted
from inkoop.base.dutch import month as written_month
from inkoop.base.models import User
from inkoop.base.parameters import DEFINITIONS, values_at
from kpis.choices import DEEP, ComputationName, ComputationStatus
from kpis.models import (
    CareUse,
    Computation,
    FlowMonth,
    FlowOutcome,
    FlowTransition,
    ForecastError,
    ForecastMonth,
    IbpOverrunRate,
    IbpStatus,
    IndicatorValue,
    KpiValue,
    MonthValue,
    ReferrerUse,
    ShiftCategory,
    ShiftTransition,
    SpendingChange,
)
from kpis.queries.behaviour import Window
from kpis.queries.known import Known, known_at
from kpis.queries.kpi_steps import basis_of
from kpis.queries.steps import run_all
from kpis.services.asked import Asked, is_usual
from kpis.services.evaluations import bring_evaluations_up_to_date
from kpis.services.parts import deepened, parts_of
from kpis.services.planning import Plan, plan
from kpis.services.progress import Report, progress_of
from kpis.services.signals import bring_signals_up_to_date
from kpis.services.totals import ChangedMeanwhile

LOCK_COMPUTATION = 8301
ATTEMPTS = 5

FIGURES: dict[ComputationName, tuple[Any, ...]] = {
    ComputationName.BEHAVIOUR: (IndicatorValue,),
    ComputationName.DEPTH: (IndicatorValue,),
    ComputationName.IBP: (IbpStatus, IbpOverrunRate),
    ComputationName.MONTH_SERIES: (MonthValue,),
    ComputationName.CHANGE: (SpendingChange,),
    ComputationName.FORECAST: (ForecastMonth, ForecastError),
    ComputationName.SHIFT: (ShiftTransition, ShiftCategory),
    ComputationName.REFERRERS: (ReferrerUse,),
    ComputationName.USE: (CareUse,),
    ComputationName.FLOW: (FlowMonth, FlowTransition, FlowOutcome),
    ComputationName.KPIS: (KpiValue,),
}


def ensure(asked: Asked, *, by: User | None = None, report: Report | None = None) -> Computation:
    """The computation with figures that follow from everything known on its peildatum.

    Computes only when there are none, or when deliveries, parameters or rules have changed since: asking
    twice changes nothing. The figures of a computation are replaced in one transaction; until then the
    earlier ones stand. Two workers at once do no harm: the second waits and finds the work done. A worker
    that dies leaves the earlier figures, and the next one computes them.
    """
    for part in parts_of(asked):
        ensure(part)
    computation = _row(asked, by)
    with _held(computation):
        computation.refresh_from_db()
        known = _known(asked)
        if computation.status != ComputationStatus.DONE or computation.fingerprint != known.fingerprint:
            _compute(computation, asked, report)
    return computation


def _row(asked: Asked, by: User | None) -> Computation:
    computation, _ = Computation.objects.get_or_create(
        name=asked.name,
        peildatum=asked.peildatum,
        window_from=asked.first,
        window_to=asked.last,
        split=asked.split,
        defaults={"by": by},
    )
    return computation


@contextmanager
def _held(computation: Computation) -> Iterator[None]:
    """Others who want the same computation wait; inside a transaction of the caller, until it ends."""
    lock = [LOCK_COMPUTATION, computation.pk]
    if connection.in_atomic_block:
        _execute("SELECT pg_advisory_xact_lock(%s, %s)", lock)
        yield
        return
    _execute("SELECT pg_advisory_lock(%s, %s)", lock)
    try:
        yield
    finally:
        _execute("SELECT pg_advisory_unlock(%s, %s)", lock)


def _execute(statement: str, values: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _known(asked: Asked) -> Known:
    basis = basis_of(asked.peildatum) if asked.name == ComputationName.KPIS else []
    return known_at(asked.peildatum, values_at(asked.peildatum), *astuple(asked), *basis)


def _compute(computation: Computation, asked: Asked, report: Report | None) -> None:
    computation.status, computation.started_at = ComputationStatus.RUNNING, timezone.now()
    computation.finished_at, computation.steps_done = None, 0
    computation.save()
    try:
        with progress_of(computation, report) as tell:
            _until_undisturbed(computation, asked, tell)
    except Exception as error:
        computation.status = ComputationStatus.FAILED
        computation.log = f"De berekening is mislukt; de vorige cijfers staan er nog. Oorzaak: {error}"
        if not connection.needs_rollback:
            computation.save()
        raise


def _until_undisturbed(computation: Computation, asked: Asked, tell: Report) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            work = plan(asked)
            with transaction.atomic():
                _replace(computation, asked, work, tell)
        except ChangedMeanwhile:
            if attempt == ATTEMPTS:
                raise
        else:
            return


def _replace(computation: Computation, asked: Asked, work: Plan, tell: Report) -> None:
    """Replaces the figures, and says from what they follow.

    Every statement sees what is committed by then; when the set of deliveries is the same before and
    after, all of them saw the same facts, because facts are only ever added with a delivery.
    """
    known = _known(asked)
    holder = _row(deepened(asked), None) if asked.name == ComputationName.DEPTH else computation
    for figures in _figures(asked.name, holder):
        figures.delete()
    computation.steps_done = computation.steps_total = _run(holder, work, tell)
    if asked.first and asked.last and is_usual(asked):
        window = Window(asked.peildatum, asked.first, asked.last)
        bring_signals_up_to_date(
            computation=holder,
            window=window,
            newest_delivery=known.newest,
            is_deep=asked.name == ComputationName.DEPTH,
        )
    if asked.name == ComputationName.IBP:
        bring_evaluations_up_to_date(computation=computation)
    if _known(asked) != known:
        raise ChangedMeanwhile("Tijdens het rekenen werd een aanlevering geladen; probeer het opnieuw.")
    computation.status, computation.finished_at = ComputationStatus.DONE, timezone.now()
    computation.newest_delivery, computation.fingerprint = known.newest, known.fingerprint
    computation.log = _log(
        computation, known, sum(figures.count() for figures in _figures(asked.name, holder))
    )
    computation.save()


def _run(computation: Computation, work: Plan, tell: Report) -> int:
    """Returns the number of steps."""
    steps, values = work()
    with connection.cursor() as cursor:
        names = run_all(cursor, steps, {**values, "computation": computation.pk})
        for done, name in enumerate(names, start=1):
            tell(name, done, len(steps))
    return len(steps)


def _figures(name: ComputationName, holder: Computation) -> list[QuerySet[Any]]:
    """The rows of a computation; ``holder`` is the declaratiegedrag whose figures a verdieping adds to."""
    found = [model.objects.filter(computation=holder) for model in FIGURES[name]]
    deep = Q(indicator__in=DEEP)
    if name == ComputationName.BEHAVIOUR:
        return [rows.exclude(deep) for rows in found]
    return [rows.filter(deep) for rows in found] if name == ComputationName.DEPTH else found


def _log(computation: Computation, known: Known, figures: int) -> str:
    """What a contract manager wants to know of these figures."""
    lines = [f"Peildatum {computation.peildatum:%d-%m-%Y}: alleen wat toen ontvangen was, telt mee."]
    if computation.window_from:
        first, last = written_month(computation.window_from), written_month(computation.window_to)
        lines.append(f"Venster: {first} t/m {last}.")
    newest = f"; de nieuwste is {known.newest}" if known.newest else ""
    lines.append(f"Berekend uit {counted(known.deliveries, 'aanlevering', 'aanleveringen')}{newest}.")
    lines.append(f"{counted(figures, 'cijfer', 'cijfers')}.")
    return "\n".join(lines + _own_parameters(computation))


def _own_parameters(computation: Computation) -> list[str]:
    values = values_at(computation.peildatum)
    return [
        f"Ingesteld door de regio: {DEFINITIONS[name].description} {value.normalize():f} {DEFINITIONS[name].unit}."
        for name, value in values.items()
        if value != DEFINITIONS[name].default
    ]
