"""Decisions about products: what they are, how long they may be agreed on, and into which they go."""

from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from contracts.models import LotProduct, ProductCode, ProductDecision, Tariff
from contracts.models.prices import PRODUCT_FIELDS
from contracts.services.audit import because
from contracts.services.in_force import wait_for_loading
from contracts.services.procedures.refusal import Refused
from inkoop.base.choices import DeliveryKind, ProposalState
from inkoop.base.models import User
from inkoop.base.services import record_by_hand
from inkoop.base.services.settling import open_proposal, refuse_own, settle

FIXED_WHEN_PRICED = ("category", "unit")


@transaction.atomic
def change_product(*, product: ProductCode, changes: dict[str, Any], reason: str, by: User) -> ProductCode:
    """Changes what is decided here (validity, without decision, standard code); the rest comes from deliveries."""
    locked = ProductCode.objects.select_for_update().get(pk=product.pk)
    begin, end = (changes.get(name, getattr(locked, name)) for name in ("valid_from", "valid_until"))
    if begin and end and end < begin:
        raise Refused("De laatste dag ligt voor de eerste. Kies een latere laatste dag.")
    with pghistory.context(user=by.pk, reason=reason):
        for name, value in changes.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(changes))
    return locked


@transaction.atomic
def end_product(
    *, product: ProductCode, last_day: date, into: ProductCode | None, reason: str, by: User
) -> ProductCode:
    """No new agreements after ``last_day``; ``into`` names the product that takes its place.

    Running agreements and declarations keep their code, so imports and figures stay as they are.
    """
    if into is not None:
        if into.pk == product.pk:
            raise Refused("Een product kan niet in zichzelf opgaan.")
        if into.merged_into_id is not None or into.valid_until is not None:
            raise Refused(f"{into.code} vervalt zelf ook. Kies een product dat blijft.")
        if into.category_id != product.category_id or into.unit != product.unit:
            raise Refused(
                f"{into.code} heeft een andere categorie of eenheid; dan klopt het tarief niet meer."
            )
    changes = {"valid_until": last_day, "merged_into": into}
    return change_product(product=product, changes=changes, reason=reason, by=by)


@transaction.atomic
def propose_product(
    *, code: str, values: dict[str, Any], reason: str, by: User, product: ProductCode | None = None
) -> ProductDecision:
    """A new product (``product`` None) or other features of one; in force once another person approves it.

    ``values`` holds ``PRODUCT_FIELDS``. Raises ValidationError when the code is taken, when nothing changes, and
    for another category or unit than prices were agreed for.
    """
    _refuse_product(code, values, product)
    if ProductDecision.objects.filter(code=code, state=ProposalState.PROPOSED).exists():
        raise ValidationError(f"Er ligt al een voorstel voor product {code}. Laat dat eerst vaststellen.")
    with because(by, reason):
        return ProductDecision.objects.create(
            product=product, code=code, reason=reason, proposed_by=by, **values
        )


@transaction.atomic
def approve_product(*, decision: ProductDecision, by: User, today: date, reason: str = "") -> ProductCode:
    """Brings the product into the list, known from today. Raises ValidationError for the proposer."""
    wait_for_loading()
    decision = open_proposal(decision)
    refuse_own(decision, by)
    values = {name: getattr(decision, name) for name in PRODUCT_FIELDS}
    _refuse_product(decision.code, values, decision.product)
    with because(by, decision.reason):
        delivery = record_by_hand(
            kind=DeliveryKind.PRODUCT_CODES,
            what=f"besluit {decision.pk}, {decision}",
            rows=1,
            received_on=today,
            by=by,
        )
        product = decision.product or ProductCode(code=decision.code, received_on=today)
        for name, value in (values | {"delivery": delivery, "row_number": 1}).items():
            setattr(product, name, value)
        product.save()
        settle(decision, ProposalState.APPROVED, by, reason, delivery=delivery, product=product)
    return product


def _refuse_product(code: str, values: dict[str, Any], product: ProductCode | None) -> None:
    if product is None:
        if ProductCode.objects.filter(code=code).exists():
            raise ValidationError(
                f"Productcode {code} bestaat al. Kies een andere code, of wijzig dat product."
            )
        return
    changed = [name for name in PRODUCT_FIELDS if getattr(product, name) != values[name]]
    if not changed:
        raise ValidationError("Er verandert niets: zo staat het product al in de lijst.")
    if set(changed) & set(FIXED_WHEN_PRICED) and _is_priced(product):
        raise ValidationError(
            f"Voor {product.code} zijn tarieven afgesproken; categorie en eenheid liggen daarmee vast. Maak een nieuw "
            "product en laat dit vervallen."
        )


def _is_priced(product: ProductCode) -> bool:
    return (
        Tariff.objects.filter(product_code=product).exists()
        or LotProduct.objects.filter(product_code=product).exists()
    )
