"""What a run of the indexation would do, in figures."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.models import IndexationLine, IndexationRun


@dataclass(frozen=True)
class RunTotals:
    """Amounts in cents. ``indexed`` and ``skipped`` count tariffs."""

    indexed: int
    skipped: int
    declared: int
    effect: int


def totals_of(run: IndexationRun) -> RunTotals:
    sums = run.lines.aggregate(
        indexed=Count("pk", filter=Q(skipped="")),
        skipped=Count("pk", filter=~Q(skipped="")),
        declared=Coalesce(Sum("declared"), 0),
        effect=Coalesce(Sum("effect"), 0),
    )
    return RunTotals(**{name: int(value) for name, value in sums.items()})


def lines_of(run: IndexationRun, agb: str = "") -> QuerySet[IndexationLine]:
    """The largest effect first; ``agb`` keeps those of one provider."""
    lines = run.lines.select_related("tariff__contract__provider", "tariff__product_code")
    if agb:
        lines = lines.filter(tariff__contract__provider__agb=agb)
    return lines.annotate(difference=F("new_cents") - F("old_cents")).order_by("-effect", "pk")


def effect_per_provider(run: IndexationRun) -> QuerySet[IndexationLine, Any]:
    per_provider = run.lines.order_by().values(
        name=F("tariff__contract__provider__name"), agb=F("tariff__contract__provider__agb")
    )
    return per_provider.annotate(
        tariffs=Count("pk"), sum_declared=Sum("declared"), sum_effect=Sum("effect")
    ).order_by("-sum_effect", "agb")
