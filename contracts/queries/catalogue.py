"""Where products are used, and which could go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contracts.choices import ChangeReason
from contracts.models import AllocationVersion, Contract, DeclarationLine, LotProduct, ProductCode, Tariff
from contracts.queries.amounts import SIGNED
from contracts.queries.procedures.use import running
from contracts.queries.terms import tariffs_on
from contracts.rules.catalogue import ProductUse, Proposal, proposals


@dataclass(frozen=True)
class WhereUsed:
    """Today and in the service months ``first`` to ``last``. Cents."""

    first: date
    last: date
    contracts: list[Contract]
    lots: list[LotProduct]
    running_allocations: int
    clients: int
    cents: int

    @property
    def is_used(self) -> bool:
        return bool(self.contracts or self.lots or self.running_allocations or self.clients or self.cents)


def where_used(product: ProductCode, first: date, last: date, today: date) -> WhereUsed:
    """Four queries."""
    tariffs = tariffs_on(Tariff.objects.filter(product_code=product), today, as_of=today)
    contracts = running(today).filter(pk__in=tariffs.values("contract"))
    lots = LotProduct.objects.filter(product_code=product).select_related("lot__procedure")
    allocations = _newest_versions(product.code).filter(
        Q(end=None) | Q(end__gte=today), product_code=product.code, begin__lte=today
    )
    lines = _declared(first, last).filter(product_code=product.code)
    sums = lines.aggregate(clients=Count("client", distinct=True), cents=Coalesce(Sum(SIGNED), 0))
    return WhereUsed(
        first,
        last,
        list(contracts.select_related("provider").order_by("provider__name", "number")),
        list(lots),
        allocations.exclude(reason=ChangeReason.WITHDRAWN).count(),
        sums["clients"],
        sums["cents"],
    )


def product_uses(first: date, last: date) -> dict[str, ProductUse]:
    """Every product that may still be agreed on, by code, with its use in the service months. Two queries."""
    used = {
        row["product_code"]: row
        for row in _declared(first, last)
        .order_by()
        .values("product_code")
        .annotate(clients=Count("client", distinct=True), cents=Sum(SIGNED))
    }
    products = ProductCode.objects.filter(merged_into=None, valid_until=None)
    return {one.code: _use(one, used.get(one.code)) for one in products}


def product_proposals(first: date, last: date, *, few_clients: int) -> list[Proposal]:
    return proposals(product_uses(first, last).values(), few_clients=few_clients)


def effect(found: Iterable[Proposal]) -> tuple[int, int, int]:
    """Products, clients and cents that the proposals touch; a client with two products counts twice."""
    listed = list(found)
    return len(listed), sum(one.use.clients for one in listed), sum(one.use.cents for one in listed)


def _newest_versions(code: str) -> QuerySet[AllocationVersion]:
    """The version that counts of every allocation that ever had this product."""
    with_code = AllocationVersion.objects.filter(product_code=code).values("allocation")
    order = ("allocation", "-issued_on", "-issued_at", "-received_on", "-id")
    newest = AllocationVersion.objects.filter(allocation__in=with_code).order_by(*order)
    return AllocationVersion.objects.filter(pk__in=newest.distinct("allocation").values("pk"))


def _declared(first: date, last: date) -> QuerySet[DeclarationLine]:
    return DeclarationLine.objects.filter(month__range=(first, last))


def _use(product: ProductCode, row: Any) -> ProductUse:
    kind = (
        product.category_id,
        product.unit,
        product.funding,
        product.care_form,
        str(product.weight_class),
        product.staff_level,
        str(product.extended),
    )
    return ProductUse(product.code, kind, row["clients"] if row else 0, row["cents"] if row else 0)
