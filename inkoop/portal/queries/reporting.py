"""What a provider is asked to account for, and what it handed in."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils import timezone

from contracts.models import ProductCode, Tariff
from contracts.queries.terms import tariffs_on
from inkoop.base.models import User
from kpis.choices import TaskState
from kpis.models import KpiTask, KpiVersion, Production
from kpis.queries.production import produced_per_code
from kpis.rules.production import Produced, due_on, newest_year
from providers.models import CapacityReport, Notice, Provider
from providers.queries.capacity import newest_capacity

TO_DO = (TaskState.OPEN, TaskState.DRAFT, TaskState.RETURNED)
YEARS = 2
NOTHING = Produced(0, 0)


def tasks_of(provider: Provider, user: User) -> QuerySet[KpiTask]:
    """Those to do first, by last day; then the others, the newest period first."""
    waits = Case(When(state__in=TO_DO, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = KpiTask.objects.visible_to(user).filter(provider=provider).select_related("kpi")
    return rows.annotate(done=waits).order_by("done", "due_on", "-period_from", "kpi__code")


def version_of(task: KpiTask) -> KpiVersion | None:
    """How the figure is counted; the newest version of its KPI. One query."""
    return task.kpi.versions.order_by("-number").first()


def earlier_of(task: KpiTask) -> list[KpiTask]:
    """What was handed in for the same KPI over earlier periods, the newest first. One query."""
    rows = KpiTask.objects.filter(kpi=task.kpi_id, provider=task.provider_id, period_to__lt=task.period_from)
    return list(rows.exclude(numerator=None).order_by("-period_from")[:4])


@dataclass(frozen=True)
class ProductionRow:
    """One product code: what the provider says and what the system counts, and the difference (theirs less ours).

    ``clients`` and ``cents`` None = not filled in; the differences are None then. Amounts in cents.
    """

    code: str
    name: str
    counted: Produced
    clients: int | None
    cents: int | None

    @property
    def clients_more(self) -> int | None:
        return None if self.clients is None else self.clients - self.counted.clients

    @property
    def cents_more(self) -> int | None:
        return None if self.cents is None else self.cents - self.counted.cents


@dataclass(frozen=True)
class Year:
    """``production`` None = not begun. ``asked``: this year is to be accounted for and is not handed in."""

    year: int
    due_on: date
    production: Production | None

    @property
    def is_open(self) -> bool:
        return self.production is None or self.production.state in TO_DO

    @property
    def state(self) -> str:
        return self.production.state if self.production else TaskState.OPEN

    @property
    def label(self) -> str:
        return TaskState(self.state).label


def years_of(provider: Provider, user: User, today: date) -> list[Year]:
    """The last years that are over, the newest first. One query."""
    newest = newest_year(today)
    rows = Production.objects.visible_to(user).filter(provider=provider, year__gt=newest - YEARS)
    known = {one.year: one for one in rows}
    return [Year(year, due_on(year), known.get(year)) for year in range(newest, newest - YEARS, -1)]


def offered(provider: Provider, today: date) -> dict[str, str]:
    """Product code -> description of what the contracts of a provider price on a day. One query."""
    priced = tariffs_on(Tariff.objects.filter(contract__provider=provider), today, as_of=today)
    rows = priced.order_by("product_code__code")
    return dict(rows.values_list("product_code__code", "product_code__description"))


def reported_places(provider: Provider, user: User, today: date) -> list[CapacityReport]:
    """Of each location and product the newest report. One query."""
    rows = newest_capacity(user, today).filter(provider=provider)
    return list(rows.order_by("location__name", "product"))


def production_of(provider: Provider, user: User, year: int) -> Production | None:
    rows = Production.objects.visible_to(user).filter(provider=provider, year=year)
    return rows.prefetch_related("lines").first()


def production_rows(provider: Provider, year: int, production: Production | None) -> list[ProductionRow]:
    """Of what is counted and what was filled in, by product code. Two queries.

    Beside what was handed in stand the figures of that day, so that they do not move under it.
    """
    handed_in = production is not None and production.state not in TO_DO and production.submitted_at
    on = timezone.localdate(handed_in) if handed_in else timezone.localdate()
    counted = produced_per_code(provider, year, on=on)
    said = {one.product_code: one for one in production.lines.all()} if production else {}
    names = dict(ProductCode.objects.filter(code__in={*counted, *said}).values_list("code", "description"))
    return [
        ProductionRow(
            code,
            names.get(code, ""),
            counted.get(code, NOTHING),
            said[code].clients if code in said else None,
            said[code].cents if code in said else None,
        )
        for code in sorted({*counted, *said})
    ]


def notices_for(provider: Provider, user: User, today: date) -> list[Notice]:
    """Those for everybody and those for this provider, the newest first. One query."""
    shown = Notice.objects.filter(shown_from__lte=today, shown_until__gte=today)
    own = Notice.objects.visible_to(user).filter(provider=provider)
    return list(shown.filter(provider=None) | shown.filter(pk__in=own.values("pk")))
