"""Writes of the lowest layer."""

from datetime import date
from hashlib import sha256
from uuid import uuid4

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import ClientRead, Delivery, User
from inkoop.base.signals import delivery_loaded


def record_client_read(*, by: User, model: type[Model], object_id: object = "", path: str) -> None:
    """Keep that somebody looked at data of individual youths; one row per page shown."""
    longest = ClientRead._meta.get_field("path").max_length
    ClientRead.objects.create(
        by=by, subject=str(model._meta.verbose_name_plural), object_id=str(object_id), path=path[:longest]
    )


def record_by_hand(*, kind: DeliveryKind, what: str, rows: int, received_on: date, by: User) -> Delivery:
    """The origin of facts that a person decided here instead of a file: a delivery of ``rows`` accepted rows.

    ``what`` stands where a file name stands. Figures follow as after any delivery. Call it in the
    transaction that writes the facts.
    """
    now = timezone.now()
    delivery = Delivery.objects.create(
        kind=kind,
        file_name=f"met de hand: {what}"[:200],
        sha256=sha256(uuid4().bytes).hexdigest(),
        received_on=received_on,
        status=DeliveryStatus.LOADED,
        started_at=now,
        finished_at=now,
        by=by,
        is_decision=True,
        rows_read=rows,
        rows_total=rows,
        rows_accepted=rows,
        rows_refused=0,
        rows_unchanged=0,
        message="Vastgelegd in de beheerschermen, niet uit een bestand.",
    )
    transaction.on_commit(lambda: delivery_loaded.send(Delivery, delivery_id=delivery.pk), robust=True)
    return delivery
