"""KPIs and their values: which version counts, what the newest figures are, and which of them are red."""

from datetime import date

from django.db.models import F, Q, QuerySet

from kpis.choices import ComputationName, KpiColour, KpiLevel, TaskState, VersionState
from kpis.models import Computation, KpiTask, KpiValue, KpiVersion
from providers.models import Provider


def versions_in_force(peildatum: date) -> QuerySet[KpiVersion]:
    """Of each KPI the version in use on a day, at most one; by code."""
    counting = KpiVersion.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=peildatum), state=VersionState.IN_USE, valid_from__lte=peildatum
    )
    newest = counting.order_by("kpi_id", "-valid_from").distinct("kpi_id").values("pk")
    return KpiVersion.objects.filter(pk__in=newest).select_related("kpi").order_by("kpi__code")


def newest_kpis(peildatum: date | None = None) -> Computation | None:
    """The newest computed KPIs, on or before a peildatum when one is given. One query."""
    rows = Computation.objects.filter(name=ComputationName.KPIS).exclude(fingerprint="")
    if peildatum:
        rows = rows.filter(peildatum__lte=peildatum)
    return rows.select_related("newest_delivery").order_by("-peildatum").first()


def values_of(computation: Computation | None, *, level: KpiLevel, key: str = "") -> QuerySet[KpiValue]:
    """The values of one level and key, by code of the KPI."""
    rows = KpiValue.objects.filter(computation=computation, level=level, key=key) if computation else None
    found = KpiValue.objects.none() if rows is None else rows
    return found.select_related("version__kpi").order_by("version__kpi__code")


def values_of_provider(provider: Provider, peildatum: date | None = None) -> QuerySet[KpiValue]:
    """What a dossier or the portal shows of a provider: its newest figures on a peildatum."""
    return values_of(newest_kpis(peildatum), level=KpiLevel.PROVIDER, key=provider.agb)


def red_kpis(provider: Provider, peildatum: date | None = None) -> QuerySet[KpiValue]:
    """The KPIs that are red: a reason to talk sooner."""
    return values_of_provider(provider, peildatum).filter(colour=KpiColour.RED)


def trend(kpi_id: int, *, level: KpiLevel, key: str = "") -> QuerySet[KpiValue]:
    """The values of a KPI over all peildata that are kept, oldest first; of one peildatum one version counted."""
    rows = KpiValue.objects.filter(version__kpi=kpi_id, level=level, key=key)
    return rows.select_related("computation", "version").order_by("computation__peildatum")


def open_tasks(provider: Provider) -> QuerySet[KpiTask]:
    """What the provider still has to do, the earliest first."""
    todo = [TaskState.OPEN, TaskState.DRAFT, TaskState.RETURNED]
    return (
        KpiTask.objects.filter(provider=provider, state__in=todo)
        .select_related("kpi")
        .order_by("due_on", F("kpi__code"))
    )


def waiting_tasks(today: date) -> tuple[list[KpiTask], list[KpiTask]]:
    """Handed in and not judged, the oldest first; and what providers had to hand in before ``today``. Four queries."""
    rows = KpiTask.objects.filter(provider__isnull=False).select_related("kpi", "provider")
    rows = rows.prefetch_related("kpi__versions")
    todo = [TaskState.OPEN, TaskState.DRAFT, TaskState.RETURNED]
    return (
        list(rows.filter(state=TaskState.SUBMITTED).order_by("submitted_at", "pk")),
        list(rows.filter(state__in=todo, due_on__lt=today).order_by("due_on", "kpi__code", "provider__name")),
    )


def supplied_before(task: KpiTask, *, most: int = 6) -> list[KpiTask]:
    """What was accepted of the same KPI and provider over earlier periods, newest first. Two queries."""
    rows = KpiTask.objects.filter(
        kpi=task.kpi_id, provider=task.provider_id, state=TaskState.ACCEPTED, period_to__lt=task.period_from
    )
    return list(rows.select_related("kpi").prefetch_related("kpi__versions").order_by("-period_to")[:most])
