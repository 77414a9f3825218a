"""What the page of one provider shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, F, Func, Q, QuerySet, Sum, TextField
from django.db.models.functions import Coalesce

from contracts.models import DeclarationLine, RefusedLine
from contracts.queries.amounts import SIGNED
from contracts.rules.periods import add_months, first_of_month, last_mature_month
from inkoop.base.parameters import value_at
from inkoop.desk.queries.figures import Figures
from kpis.choices import OverrunDimension
from kpis.models import Computation, IbpOverrunRate, IbpStatus, IndicatorValue, Signal
from kpis.queries.allocated import allocated_per_month
from providers.models import Provider

MONTHS_SHOWN = 24
KEEP = timedelta(days=1)
REFUSALS_OVER = 12


@dataclass(frozen=True)
class ProviderMonth:
    """Cents. ``allocated`` is the allocation value W of what has a W; NULL = of none."""

    month: date
    declared: int
    allocated: int | None
    is_provisional: bool


@dataclass(frozen=True)
class ProviderMonths:
    """``without_value``: running allocations of which W is not defined, so not in ``allocated``."""

    months: list[ProviderMonth]
    without_value: int

    @property
    def provisional_from(self) -> date | None:
        return next((row.month for row in self.months if row.is_provisional), None)


def provider_months(provider: Provider, figures: Figures, peildatum: date) -> ProviderMonths:
    """The last 24 months t/m the month of the peildatum. Kept until the next delivery: W is dear."""
    newest = figures.newest_delivery.pk if figures.newest_delivery else 0
    key = f"provider-months-{provider.pk}-{peildatum}-{newest}"
    found: ProviderMonths | None = cache.get(key)
    if found is None:
        found = _provider_months(provider, peildatum)
        cache.set(key, found, timeout=KEEP.total_seconds())
    return found


def _provider_months(provider: Provider, peildatum: date) -> ProviderMonths:
    last = first_of_month(peildatum)
    first = add_months(last, 1 - MONTHS_SHOWN)
    declared = _declared(provider, peildatum, first, last)
    allocated, without_value = allocated_per_month(provider.pk, first, last, peildatum=peildatum)
    mature = last_mature_month(peildatum, int(value_at("mature_after", peildatum)))
    months = [add_months(first, step) for step in range(MONTHS_SHOWN)]
    rows = [ProviderMonth(m, declared.get(m, 0), allocated.get(m), m > mature) for m in months]
    return ProviderMonths(rows, without_value)


def _declared(provider: Provider, peildatum: date, first: date, last: date) -> dict[date, int]:
    lines = DeclarationLine.objects.filter(
        provider=provider, month__range=(first, last), received_on__lte=peildatum
    )
    return dict(lines.order_by().values_list("month").annotate(total=Sum(SIGNED)))


def indicators(provider: Provider, computation: Computation | None) -> list[IndicatorValue]:
    if computation is None:
        return []
    return list(
        IndicatorValue.objects.filter(computation=computation, provider=provider, part="").order_by(
            "indicator"
        )
    )


def signals_of(provider: Provider) -> QuerySet[Signal]:
    """Those that stand, with what was said about them; most at stake first."""
    standing = Signal.objects.filter(provider=provider).standing().with_state()
    return standing.order_by(F("stake").desc(nulls_last=True), "cause")


def ibps_of(provider: Provider, computation: Computation | None) -> QuerySet[IbpStatus]:
    return IbpStatus.objects.filter(computation=computation, provider_ids__contains=[provider.pk])


def overrun_rate(provider: Provider, computation: Computation | None) -> IbpOverrunRate | None:
    rates = IbpOverrunRate.objects.filter(
        computation=computation, dimension=OverrunDimension.PROVIDER, provider=provider
    )
    return rates.first()


def refusals_by_code(provider: Provider, until: date) -> QuerySet[RefusedLine, Any]:
    """Refused lines of the last 12 months by code, most first. A line with two codes counts at both."""
    refused = _refused(provider, until).annotate(
        code=Func(F("codes"), function="unnest", output_field=TextField(), set_returning=True)
    )
    counted = refused.order_by().values("code").annotate(lines=Count("pk"), cents=Coalesce(Sum("amount"), 0))
    return counted.order_by("-lines", "code")


def refusals_by_delivery(provider: Provider, until: date) -> QuerySet[RefusedLine, Any]:
    refused = _refused(provider, until).order_by().values("delivery", "delivery__file_name", "received_on")
    return refused.annotate(lines=Count("pk"), cents=Coalesce(Sum("amount"), 0)).order_by("-received_on")


def _refused(provider: Provider, until: date) -> QuerySet[RefusedLine]:
    since = add_months(until, -REFUSALS_OVER)
    return RefusedLine.objects.filter(Q(provider=provider), received_on__gt=since, received_on__lte=until)
