"""What the page of a request shows: what is asked, what the youth has, and what the contracts say about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Q, TextChoices

from contracts.choices import Frequency, Unit
from contracts.models import (
    AllocationVersion,
    CareRequest,
    Contract,
    ProductCode,
    RequestedProduct,
    Tariff,
)
from contracts.models.requests import PENDING
from contracts.queries.terms import with_terms
from inkoop.base import dutch
from inkoop.exchange.queries.versions import is_current

STACKED = "Stapeling (TR302): hetzelfde product loopt in deze tijd al op toewijzing {}."


@dataclass(frozen=True, slots=True)
class Check:
    """``is_fine`` False: something that the one who decides should look at. It forbids nothing."""

    text: str
    is_fine: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """``before`` is the version in force of the allocation that it is about, None = a new product or unknown."""

    product: RequestedProduct
    before: AllocationVersion | None
    checks: list[Check]

    @property
    def category(self) -> str:
        return self.product.category or (self.before.category if self.before else "")

    @property
    def code(self) -> str:
        return self.product.product_code or (self.before.product_code if self.before else "")

    @property
    def size(self) -> str:
        return size_text(self.product) if self.product.begin else ""

    @property
    def size_before(self) -> str:
        return size_text(self.before) if self.before else ""


class Sized(Protocol):
    """``budget`` in cents."""

    @property
    def volume(self) -> int | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def frequency(self) -> str: ...
    @property
    def budget(self) -> int | None: ...


class Timed(Protocol):
    """A product from ``begin`` t/m ``end``, None = open."""

    @property
    def category(self) -> str: ...
    @property
    def product_code(self) -> str: ...
    @property
    def begin(self) -> date: ...
    @property
    def end(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Agreed:
    """The contracts of a provider with their newest terms, and the tariffs in them."""

    contracts: list[Any]
    tariffs: list[Tariff]
    codes: dict[str, ProductCode]


def size_text(fact: Sized) -> str:
    """Volume with unit and frequency, or the budget in euros; a dash for none."""
    if fact.budget is not None:
        return dutch.euro(fact.budget)
    if fact.volume is None:
        return dutch.NO_VALUE
    return f"{dutch.number(fact.volume)} {_label(Unit, fact.unit)}, {_label(Frequency, fact.frequency)}"


def _label(names: type[TextChoices], value: str) -> str:
    return str(dict(names.choices).get(value, value))


def current_allocations(request: CareRequest, today: date) -> list[AllocationVersion]:
    """Of this youth at this provider, for any municipality, by what was received; ended ones are left out."""
    versions = (
        AllocationVersion.objects.filter(allocation__client=request.client_id, received_on__lte=today)
        .select_related("allocation__municipality")
        .order_by("allocation_id", "-issued_on", "-issued_at", "-received_on", "-id")
        .distinct("allocation_id")
    )
    return [one for one in versions if one.provider_id == request.provider_id and is_current(one, today)]


def asked_products(
    request: CareRequest, products: list[RequestedProduct], current: list[AllocationVersion], today: date
) -> list[Asked]:
    """Three queries, for however many products."""
    by_allocation = {version.allocation_id: version for version in current}
    shown = [(product, by_allocation.get(product.allocation_id or 0)) for product in products]
    agreed = _agreed(request, [_what(product, before) for product, before in shown], today)
    return [
        Asked(product, before, list(_checks(request, product, before, current, agreed)))
        for product, before in shown
    ]


def _what(product: RequestedProduct, before: AllocationVersion | None) -> tuple[str, str]:
    source = product if product.category or before is None else before
    return source.category, source.product_code


def _agreed(request: CareRequest, asked: list[tuple[str, str]], today: date) -> Agreed:
    contracts = with_terms(Contract.objects.filter(provider=request.provider_id), as_of=today)
    codes = [code for _, code in asked if code]
    categories = [category for category, code in asked if category and not code]
    tariffs = Tariff.objects.filter(
        Q(product_code__code__in=codes) | Q(product_code__category__in=categories),
        contract__provider=request.provider_id,
        received_on__lte=today,
        superseded_on=None,
    ).select_related("contract", "product_code")
    known = ProductCode.objects.filter(code__in=codes)
    return Agreed(
        list(contracts.order_by("number")),
        list(tariffs.order_by("contract__number", "product_code__code", "begin")),
        {one.code: one for one in known},
    )


def _fine(text: str) -> Check:
    return Check(text, is_fine=True)


def _look(text: str) -> Check:
    return Check(text, is_fine=False)


def _checks(
    request: CareRequest,
    product: RequestedProduct,
    before: AllocationVersion | None,
    current: list[AllocationVersion],
    agreed: Agreed,
) -> Iterable[Check]:
    if product.begin is None:
        return
    category, code = _what(product, before)
    running = [one for one in agreed.contracts if _holds_on(one.begin, one.end, product.begin)]
    serving = [
        one for one in running if not one.municipality_ids or request.municipality_id in one.municipality_ids
    ]
    yield _contract_check(request, product.begin, running, serving)
    if code:
        yield _code_check(category, code, agreed)
    yield from _tariff_checks(product, category, code, [one.pk for one in serving], agreed)
    stacked = (
        [] if before else overlapping(request, product, current)  # type: ignore[arg-type]  # it has a begin
    )
    if stacked:
        yield _look(STACKED.format(", ".join(stacked)))


def _holds_on(begin: date | None, end: date | None, day: date) -> bool:
    return begin is not None and begin <= day and (end is None or end >= day)


def _contract_check(request: CareRequest, day: date, running: list[Any], serving: list[Any]) -> Check:
    if serving:
        return _fine(f"Contract {', '.join(one.number for one in serving)} loopt op {day:%d-%m-%Y}.")
    if running:
        numbers = ", ".join(one.number for one in running)
        return _look(f"{request.municipality} is uitgesloten: contract {numbers} geldt daar niet.")
    return _look(f"De aanbieder heeft op {day:%d-%m-%Y} geen contract.")


def _code_check(category: str, code: str, agreed: Agreed) -> Check:
    known = agreed.codes.get(code)
    if known is None:
        return _look(f"Productcode {code} staat niet in de productcodelijst.")
    if known.category_id != category:
        return _look(f"Productcode {code} hoort bij categorie {known.category_id}, niet bij {category}.")
    return _fine(f"{known} staat in de productcodelijst.")


def _tariff_checks(
    product: RequestedProduct, category: str, code: str, contracts: list[int], agreed: Agreed
) -> Iterable[Check]:
    begin = product.begin
    if begin is None or not category:
        return
    found = [
        one
        for one in agreed.tariffs
        if one.contract_id in contracts
        and _holds_on(one.begin, one.end, begin)
        and (one.product_code.code == code if code else one.product_code.category_id == category)
    ]
    if not found:
        what = f"product {code}" if code else f"categorie {category}"
        yield _look(f"Voor {what} is op {begin:%d-%m-%Y} geen tarief afgesproken.")
    elif not code:
        yield _fine(f"In categorie {category} zijn {len(found)} tarieven afgesproken.")
    else:
        for one in found:
            yield _fine(f"Tarief {dutch.euro(one.cents)} per {_label(Unit, one.unit)} ({one.contract}).")
        if product.unit and product.unit not in {one.unit for one in found}:
            asked = _label(Unit, product.unit)
            yield _look(f"Er is gevraagd in {asked}; het tarief geldt per {_label(Unit, found[0].unit)}.")
        if all(one.end and (product.end is None or one.end < product.end) for one in found):
            yield _look(f"Het tarief eindigt op {max(one.end for one in found if one.end):%d-%m-%Y}.")


def overlapping(request: CareRequest, terms: Timed, current: list[AllocationVersion]) -> list[str]:
    """The numbers of current allocations of the same product at the same time, which no JW301 may hold (TR302)."""
    return [
        one.allocation.number
        for one in current
        if one.allocation.municipality_id == request.municipality_id
        and (one.category, one.product_code) == (terms.category, terms.product_code)
        and (terms.end is None or one.begin <= terms.end)
        and (one.end is None or terms.begin <= one.end)
    ]


def requests_of(delivery_id: int) -> list[CareRequest]:
    """The requests of one message, the pending ones first."""
    requests = CareRequest.objects.filter(delivery_id=delivery_id).select_related("provider", "municipality")
    return sorted(requests, key=lambda one: (one.status not in PENDING, one.pk))
