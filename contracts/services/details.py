"""What is written down about a contract beside its terms."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from contracts.models import Contract, ContractDocument, DocumentContent, Instalment, LumpSum, ProductCode
from contracts.rules.instalments import split
from contracts.rules.periods import add_months
from contracts.services.audit import because
from inkoop.base.dutch import euro
from inkoop.base.models import User


@transaction.atomic
def change_details(
    *,
    contract: Contract,
    responsible: User | None,
    predecessor: Contract | None,
    evaluate_on: date | None,
    reason: str,
    by: User,
) -> None:
    """Raises ValidationError when the contracts would succeed each other in a circle."""
    _refuse_circle(contract, predecessor)
    with because(by, reason):
        contract.responsible, contract.predecessor = responsible, predecessor
        contract.evaluate_on = evaluate_on
        contract.save(update_fields=["responsible", "predecessor", "evaluate_on"])


def _refuse_circle(contract: Contract, predecessor: Contract | None) -> None:
    earlier = predecessor
    while earlier is not None:
        if earlier.pk == contract.pk:
            raise ValidationError(
                f"{contract} gaat zelf al aan {predecessor} vooraf. Kies een ander contract als voorganger."
            )
        earlier = earlier.predecessor


@transaction.atomic
def add_document(
    *, contract: Contract, title: str, file_name: str, content: bytes, by: User
) -> ContractDocument:
    """Raises ValidationError when the contract has this very document."""
    fingerprint = hashlib.sha256(content).hexdigest()
    same = contract.documents.filter(sha256=fingerprint).first()
    if same:
        raise ValidationError(f"Dit bestand staat al bij het contract, als ‘{same.title}’.")
    with because(by, title):
        document = ContractDocument.objects.create(
            contract=contract,
            title=title,
            file_name=file_name[-200:],
            sha256=fingerprint,
            size=len(content),
            added_by=by,
        )
    DocumentContent.objects.create(document=document, data=content)
    return document


@transaction.atomic
def agree_lump_sum(
    *,
    contract: Contract,
    description: str,
    product_code: ProductCode | None,
    begin: date,
    end: date,
    cents: int,
    first_due: date,
    every_months: int,
    weights: Sequence[int],
    reason: str,
    by: User,
) -> LumpSum:
    """A lump sum with one instalment per weight; together they are the amount to the cent.

    Raises ValidationError when an instalment would be nothing.
    """
    parts = split(cents, weights)
    if min(parts) <= 0:
        raise ValidationError("Het bedrag is te klein voor zo veel termijnen. Kies minder termijnen.")
    with because(by, reason):
        found = LumpSum.objects.create(
            contract=contract,
            description=description,
            product_code=product_code,
            begin=begin,
            end=end,
            cents=cents,
            reason=reason,
            agreed_by=by,
        )
        Instalment.objects.bulk_create(
            Instalment(lump_sum=found, due_on=add_months(first_due, place * every_months), cents=part)
            for place, part in enumerate(parts)
        )
    return found


@transaction.atomic
def pay_instalment(*, instalment: Instalment, paid_on: date, reason: str, by: User) -> None:
    """Raises ValidationError when it was paid before."""
    found = Instalment.objects.select_for_update(of=("self",)).get(pk=instalment.pk)
    if found.paid_on:
        raise ValidationError(f"Deze termijn is al betaald op {found.paid_on:%d-%m-%Y}.")
    if found.dropped_on:
        raise ValidationError("Deze termijn is vervallen. Leg de betaling bij een andere termijn vast.")
    with because(by, reason):
        found.paid_on = paid_on
        found.save(update_fields=["paid_on"])


@transaction.atomic
def reschedule(
    *, lump_sum: LumpSum, parts: Sequence[tuple[date, int]], today: date, reason: str, by: User
) -> None:
    """Plans what was not paid yet otherwise: day and cents per part. The amount itself stays what was agreed.

    Raises ValidationError when what was paid and the parts are not together the lump sum.
    """
    LumpSum.objects.select_for_update().get(pk=lump_sum.pk)
    counting = list(lump_sum.instalments.filter(dropped_on=None).order_by("due_on", "id"))
    paid = sum(one.cents for one in counting if one.paid_on)
    left = lump_sum.cents - paid
    planned = sum(cents for _, cents in parts)
    if planned != left:
        raise ValidationError(
            f"De termijnen zijn samen {euro(planned)}; er is nog {euro(left)} te betalen. Maak ze samen precies dat "
            "bedrag."
        )
    rows = sorted(parts)
    unpaid = [one for one in counting if not one.paid_on]
    if [(one.due_on, one.cents) for one in unpaid] == rows:
        raise ValidationError("Er verandert niets: zo zijn de termijnen al gepland.")
    with because(by, reason):
        for one, (due_on, cents) in zip(unpaid, rows, strict=False):
            one.due_on, one.cents = due_on, cents
            one.save(update_fields=["due_on", "cents"])
        for one in unpaid[len(rows) :]:
            one.dropped_on = today
            one.save(update_fields=["dropped_on"])
        Instalment.objects.bulk_create(
            Instalment(lump_sum=lump_sum, due_on=due_on, cents=cents) for due_on, cents in rows[len(unpaid) :]
        )
