"""Municipalities that no longer buy something ("geen jeugdhulp meer"), held against contracts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from contracts.models import MunicipalExclusion, ProductCode
from inkoop.base.models import Municipality


@dataclass(frozen=True)
class Excluded:
    """``begin`` and ``end`` are those of the exclusion; None = until further notice."""

    municipality: Municipality
    product: ProductCode
    begin: date
    end: date | None
    reason: str


def exclusions_within(
    products: Iterable[ProductCode], places: Sequence[int], begin: date, end: date | None
) -> list[Excluded]:
    """Exclusions of these products that touch the days, in these municipalities (none = all). One query."""
    listed = list(products)
    categories = {one.category_id for one in listed}
    touching = MunicipalExclusion.objects.filter(
        Q(product_code__in=listed) | Q(category__in=categories), Q(end=None) | Q(end__gte=begin)
    )
    if end is not None:
        touching = touching.filter(begin__lte=end)
    if places:
        touching = touching.filter(municipality__in=places)
    rows = touching.select_related("municipality").order_by("begin", "municipality__name", "pk")
    return [
        Excluded(row.municipality, product, row.begin, row.end, row.reason)
        for row in rows
        for product in listed
        if product.pk == row.product_code_id or product.category_id == row.category_id
    ]


def contradiction(
    products: Iterable[ProductCode], places: Sequence[int], begin: date, end: date | None
) -> str:
    """Why these products cannot be agreed on for these municipalities from ``begin``; empty = they can. Two queries.

    A named municipality that does not buy a product on the first day is a contradiction. A contract for all
    municipalities means those that buy it, so it is one only when none is left.
    """
    first = [one for one in exclusions_within(products, places, begin, end) if one.begin <= begin]
    if places:
        return _named(first[0]) if first else ""
    number = Municipality.objects.count()
    for one in first:
        excluded = {other.municipality.pk for other in first if other.product == one.product}
        if len(excluded) == number:
            return f"Geen enkele gemeente koopt {one.product.code} op {begin:%d-%m-%Y} nog in. Laat dit product weg."
    return ""


def _named(one: Excluded) -> str:
    return (
        f"{one.municipality.name} koopt {one.product.code} niet meer in vanaf {one.begin:%d-%m-%Y} ({one.reason}). "
        "Haal de gemeente uit de lijst of laat dit product weg."
    )
