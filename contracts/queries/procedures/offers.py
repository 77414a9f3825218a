"""Prices that applicants offer for a lot, and the points that follow from them, with the sums."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from contracts.models import Application, Criterion, Lot, LotProduct, OfferedPrice
from contracts.rules.offers import floor_of, price_points, total_of
from inkoop.base.dutch import euro, number


@dataclass(frozen=True)
class OfferLine:
    """``cents`` per unit; ``amount`` in cents a year."""

    product: LotProduct
    cents: int

    @property
    def amount(self) -> int:
        return (self.product.volume or 0) * self.cents


@dataclass(frozen=True)
class Offer:
    """``total`` in cents a year. ``reason``: the sum as people may redo it."""

    lines: tuple[OfferLine, ...]
    total: int
    points: Decimal
    reason: str


def price_criterion(criteria: Iterable[Criterion]) -> Criterion | None:
    return next((one for one in criteria if one.formula), None)


def priced_products(lot: Lot) -> list[LotProduct]:
    """Those that an applicant names a tariff for; empty when the price is no criterion. One or two queries."""
    if price_criterion(lot.criteria.all()) is None:
        return []
    return list(lot.products.select_related("product_code"))


def offers_of(lot: Lot, criterion: Criterion | None) -> dict[int, Offer]:
    """Application -> what it offers, of all in the running with a tariff for every product. Two queries; none
    without a price criterion.
    """
    if criterion is None:
        return {}
    products = {one.pk: one for one in lot.products.select_related("product_code")}
    running = Application.objects.filter(lot=lot).in_the_running()
    named: dict[int, dict[int, int]] = defaultdict(dict)
    rows = OfferedPrice.objects.filter(application__in=running.values("pk"))
    for application, product, cents in rows.values_list("application", "product", "cents"):
        named[application][product] = cents
    lines = {
        application: tuple(OfferLine(products[pk], cents[pk]) for pk in products)
        for application, cents in named.items()
        if cents.keys() == products.keys()
    }
    published = total_of((one.volume or 0, one.cents) for one in products.values())
    totals = {pk: total_of((one.product.volume or 0, one.cents) for one in own) for pk, own in lines.items()}
    lowest = min(totals.values(), default=0)
    return {pk: _offer(criterion, own, totals[pk], lowest, published) for pk, own in lines.items()}


def _offer(
    criterion: Criterion, lines: tuple[OfferLine, ...], total: int, lowest: int, published: int
) -> Offer:
    points = price_points(
        criterion.maximum, total, lowest=lowest, published=published, floor=criterion.price_floor
    )
    return Offer(lines, total, points, _in_words(criterion, total, lowest, published, points))


def _in_words(criterion: Criterion, total: int, lowest: int, published: int, points: Decimal) -> str:
    most = number(criterion.maximum, 2)
    if criterion.price_floor is None:
        return f"{most} × {euro(lowest)} (laagste prijs) ÷ {euro(total)} = {number(points, 2)} punten."
    floor = euro(Decimal(floor_of(published, criterion.price_floor).__round__()))
    if points == criterion.maximum:
        return f"{euro(total)} ligt op of onder de bodem van {floor}: {most} punten."
    return (
        f"{most} × ({euro(published)} − {euro(total)}) ÷ ({euro(published)} − {floor}) "
        f"= {number(points, 2)} punten."
    )
