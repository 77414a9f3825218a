"""Prices agreed by hand: proposed by one person, in force once another one approves them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from contracts.models import Contract, ContractDecision, PriceDecision, PriceLine, ProductCode, Tariff
from contracts.queries.clashes import Planned
from contracts.queries.exclusions import contradiction
from contracts.queries.status import current_version
from contracts.rules.prices import Priced, first_later, meets, remainders
from contracts.services.audit import because
from contracts.services.in_force import refuse_two_tariffs, wait_for_loading
from inkoop.base.choices import DeliveryKind, ProposalState
from inkoop.base.models import Delivery, User
from inkoop.base.services import record_by_hand
from inkoop.base.services.settling import open_proposal, refuse_own, settle

NO_TERMS = "Dit contract heeft nog geen vastgestelde voorwaarden. Stel eerst het contract vast."


@dataclass(frozen=True)
class Price:
    """Cents per unit of the product; ``end`` None = as long as the contract runs."""

    product: ProductCode
    begin: date
    end: date | None
    cents: int
    unit: str

    @property
    def priced(self) -> Priced:
        return Priced(self.begin, self.end, self.cents, self.unit)


@transaction.atomic
def propose_prices(
    *, contract: Contract, prices: Sequence[Price], reason: str, decided_on: date, by: User, today: date
) -> PriceDecision:
    """Other or new prices for a contract; nothing changes yet. Outside their days all stays as it was.

    Raises ValidationError when a product may not be agreed on, or a later price would vanish.
    """
    version = current_version(contract, as_of=today)
    if version is None:
        raise ValidationError(NO_TERMS)
    _refuse(contract, prices, version.municipality_ids, version.begin, version.end, today)
    return keep_prices(contract=contract, prices=prices, reason=reason, decided_on=decided_on, by=by)


@transaction.atomic
def add_price(*, decision: PriceDecision, price: Price, today: date) -> None:
    """One more price in an open proposal. Raises ValidationError, also when it has this product already."""
    decision = open_proposal(decision)
    if decision.lines.filter(product_code=price.product).exists():
        raise ValidationError(
            f"{price.product.code} staat al in dit voorstel. Lees één tarief per product en contract tegelijk in."
        )
    version = current_version(decision.contract, as_of=today)
    if version is None:
        raise ValidationError(NO_TERMS)
    _refuse(decision.contract, [price], version.municipality_ids, version.begin, version.end, today)
    _write_lines(decision, [price])


def keep_prices(
    *,
    contract: Contract,
    prices: Sequence[Price],
    reason: str,
    decided_on: date,
    by: User,
    together: ContractDecision | None = None,
) -> PriceDecision:
    """The proposal as it is written down. ``together``: with a decision about the contract itself."""
    if not prices:
        raise ValidationError("Er is geen tarief. Noem ten minste één product met zijn tarief.")
    with because(by, reason):
        found = PriceDecision.objects.create(
            contract=contract, together=together, reason=reason, decided_on=decided_on, proposed_by=by
        )
        _write_lines(found, prices)
    return found


def _write_lines(decision: PriceDecision, prices: Sequence[Price]) -> None:
    PriceLine.objects.bulk_create(
        PriceLine(
            decision=decision,
            product_code=one.product,
            begin=one.begin,
            end=one.end,
            cents=one.cents,
            unit=one.unit,
        )
        for one in prices
    )


@transaction.atomic
def approve_prices(*, decision: PriceDecision, by: User, today: date, reason: str = "") -> Delivery:
    """Known from today on; what was known before stays as it was. Raises ValidationError for the proposer."""
    wait_for_loading()
    decision = open_proposal(decision)
    if decision.together_id is not None:
        raise ValidationError("Deze tarieven worden samen met het contract vastgesteld. Doe dat daar.")
    refuse_own(decision, by)
    contract = decision.contract
    version = current_version(contract, as_of=today)
    if version is None:
        raise ValidationError(NO_TERMS)
    _refuse(contract, prices_of(decision), version.municipality_ids, version.begin, version.end, today)
    return bring_into_force(decision=decision, by=by, today=today, reason=reason)


def bring_into_force(*, decision: PriceDecision, by: User, today: date, reason: str) -> Delivery:
    """Writes the prices and settles the proposal, in the transaction of who calls."""
    prices = prices_of(decision)
    with because(by, decision.reason):
        rows = [row for one in prices for row in _laid_over(decision.contract, one, today)]
        delivery = record_by_hand(
            kind=DeliveryKind.TARIFFS,
            what=f"besluit {decision.pk}, {decision}",
            rows=len(rows),
            received_on=today,
            by=by,
        )
        for place, row in enumerate(rows, start=1):
            row.delivery, row.row_number, row.received_on = delivery, place, today
        Tariff.objects.bulk_create(rows)
        refuse_two_tariffs(decision.contract.provider)
        settle(decision, ProposalState.APPROVED, by, reason, delivery=delivery)
    return delivery


def prices_of(decision: PriceDecision) -> list[Price]:
    lines = decision.lines.select_related("product_code").order_by("product_code__code")
    return [Price(one.product_code, one.begin, one.end, one.cents, one.unit) for one in lines]


def _laid_over(contract: Contract, price: Price, today: date) -> list[Tariff]:
    """Supersedes the tariffs that the price meets; returns what is left of them and the price itself."""
    new = price.priced
    met = [
        one
        for one in Tariff.objects.filter(
            contract=contract, product_code=price.product, superseded_on=None
        ).order_by("begin")
        if meets(_priced(one), new)
    ]
    Tariff.objects.filter(pk__in=[one.pk for one in met]).update(superseded_on=today)
    pieces = [piece for one in met for piece in remainders(_priced(one), new)]
    return [
        Tariff(
            contract=contract,
            product_code=price.product,
            begin=one.begin,
            end=one.end,
            cents=one.cents,
            unit=one.unit,
        )
        for one in sorted([*pieces, new], key=lambda one: one.begin)
    ]


def _priced(tariff: Tariff) -> Priced:
    return Priced(tariff.begin, tariff.end, tariff.cents, tariff.unit)


def refuse_products(
    prices: Iterable[Price], places: Sequence[int], begin: date, end: date | None, today: date
) -> None:
    """Raises ValidationError for products that may not be agreed on, for these days and municipalities."""
    listed = list(prices)
    for one in listed:
        if fault := not_agreeable(one.product, one.begin):
            raise ValidationError(fault)
    for first in sorted({max(one.begin, begin, today) for one in listed}):
        asked = [one.product for one in listed if max(one.begin, begin, today) == first]
        if end is not None and first > end:
            raise ValidationError(
                f"Het contract eindigt op {end:%d-%m-%Y}, voor het tarief begint. Kies een eerdere dag."
            )
        if fault := contradiction(asked, places, first, end):
            raise ValidationError(fault)


def not_agreeable(product: ProductCode, day: date) -> str:
    """Why a product cannot be agreed on from that day; empty = it can."""
    if product.valid_until is not None and product.valid_until < day:
        into = f" Gebruik {product.merged_into}." if product.merged_into_id else " Kies een ander product."
        return f"{product.code} is na {product.valid_until:%d-%m-%Y} niet meer af te spreken.{into}"
    if product.valid_from is not None and product.valid_from > day:
        return (
            f"{product.code} is pas vanaf {product.valid_from:%d-%m-%Y} af te spreken. Kies een latere dag."
        )
    return ""


def _refuse(  # noqa: PLR0917 -- one call, of a contract with its terms
    contract: Contract,
    prices: Sequence[Price],
    places: Sequence[int],
    begin: date,
    end: date | None,
    today: date,
) -> None:
    refuse_products(prices, places, begin, end, today)
    for one in prices:
        agreed = Tariff.objects.filter(contract=contract, product_code=one.product, superseded_on=None)
        later = first_later(map(_priced, agreed), one.priced)
        if later is not None:
            raise ValidationError(
                f"Voor {one.product.code} is vanaf {later.begin:%d-%m-%Y} al een tarief afgesproken. Vul als einde de "
                "dag ervoor in, of wijzig eerst dat tarief."
            )
    rows = [(one.product.pk, one.begin, one.end) for one in prices]
    refuse_two_tariffs(contract.provider, Planned(contract.number, begin, end, places, rows))
