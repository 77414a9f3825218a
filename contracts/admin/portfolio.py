"""The portfolio: all contracts by the day on which they end."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from contracts.admin.pictures import ends_per_quarter
from contracts.choices import ContractStatus
from contracts.models import Contract
from contracts.queries.portfolio import end_of, going_on, quarters
from contracts.queries.register import register
from contracts.rules.periods import add_months

YEAR_MONTHS = 12
STATUS = ("status",)  # annotated


def portfolio_context(contracts: QuerySet[Contract]) -> dict[str, Any]:
    today = timezone.localdate()
    rows = going_on(register(Contract.objects.filter(pk__in=contracts.values("pk")), today=today))
    found = quarters(rows, today=today)
    until = add_months(today, YEAR_MONTHS)
    return {
        "title": "Portefeuille",
        "rows": rows,
        "quarters": found,
        "chart": ends_per_quarter(found),
        "soon": sum((end := end_of(row)) is not None and end <= until for row in rows),
        "declared": sum(row.declared for row in rows),
        "extendable": sum(quarter.extendable for quarter in found),
        "final": sum(quarter.final for quarter in found),
    }


def status_totals(contracts: QuerySet[Contract]) -> list[tuple[str, int]]:
    """How many contracts of the list have each status. One query."""
    counts = dict(contracts.order_by().values_list(*STATUS).annotate(number=Count("pk")))
    return [(status.label, counts[status.value]) for status in ContractStatus if status.value in counts]
