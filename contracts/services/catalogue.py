"""Decisions about products: how long they may be agreed on, and into which they go."""

from datetime import date
from typing import Any

import pghistory
from django.db import transaction

from contracts.models import ProductCode
from contracts.services.procedures.refusal import Refused
from inkoop.base.models import User


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
