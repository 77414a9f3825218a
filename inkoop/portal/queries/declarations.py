"""What a provider declared, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, OuterRef, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Coalesce, TruncMonth

from contracts.models import Declaration, DeclarationLine, RefusedLine
from contracts.queries.amounts import SIGNED
from contracts.retourcodes import RETOURCODES
from contracts.rules.periods import add_months, first_of_month
from providers.models import Provider

MONTHS = 12
BROKEN_FORM = "De rij klopt zelf niet; bij de aanlevering staat wat er ontbreekt."
BROKEN_NEXT = "Verbeter de rij en lever haar opnieuw aan met een nieuw referentienummer."


@dataclass(frozen=True)
class DeclaredMonth:
    """By month of receipt. Cents; refused lines without a readable amount count as lines alone."""

    month: date
    accepted: int
    accepted_cents: int
    refused: int
    refused_cents: int


def declared_months(provider: Provider, today: date) -> list[DeclaredMonth]:
    """The last twelve months of receipt, newest first. Two queries."""
    last = first_of_month(today)
    first = add_months(last, 1 - MONTHS)
    accepted = _per_month(
        DeclarationLine.objects.filter(
            provider=provider, received_on__gte=first, month__gte=add_months(first, -24)
        ),
        SIGNED,
    )
    refused = _per_month(RefusedLine.objects.filter(provider=provider, received_on__gte=first), F("amount"))
    months = [add_months(last, -step) for step in range(MONTHS)]
    return [DeclaredMonth(one, *accepted.get(one, (0, 0)), *refused.get(one, (0, 0))) for one in months]


def _per_month(lines: QuerySet[Any], amount: Any) -> dict[date, tuple[int, int]]:
    rows = lines.order_by().annotate(received=TruncMonth("received_on")).values_list("received")
    counted = rows.annotate(lines=Count("pk"), cents=Coalesce(Sum(amount), 0))
    return {month: (lines, cents) for month, lines, cents in counted}


def declarations(provider: Provider) -> QuerySet[Any]:
    """Newest first, with ``lines`` and ``cents`` accepted."""
    lines = DeclarationLine.objects.filter(declaration=OuterRef("pk")).order_by().values("declaration")
    return (
        Declaration.objects.filter(provider=provider)
        .select_related("municipality", "delivery")
        .annotate(
            accepted=Coalesce(Subquery(lines.annotate(n=Count("pk")).values("n")), 0),
            cents=Coalesce(Subquery(lines.annotate(n=Sum(SIGNED)).values("n")), 0),
        )
        .order_by("-received_on", "-pk")
    )


def refused_by_code(provider: Provider, since: date) -> list[dict[str, Any]]:
    """Most first, with cause and next step. A line with two codes counts at both."""
    rows = RefusedLine.objects.filter(provider=provider, received_on__gte=since).annotate(
        code=Func(F("codes"), function="unnest", output_field=TextField(), set_returning=True)
    )
    counted = rows.order_by().values("code").annotate(lines=Count("pk"), cents=Coalesce(Sum("amount"), 0))
    return [{**row, **explained(row["code"])} for row in counted.order_by("-lines", "code")]


def with_causes(lines: Iterable[RefusedLine]) -> list[dict[str, Any]]:
    return [{"line": line, "causes": [explained(code) for code in line.codes]} for line in lines]


def explained(code: str) -> dict[str, str]:
    known = RETOURCODES.get(code)
    return {
        "code": code,
        "cause": known.cause if known else BROKEN_FORM,
        "next_step": known.next_step if known else BROKEN_NEXT,
    }
