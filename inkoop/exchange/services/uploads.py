"""Uploads: the file waits encrypted until a worker has loaded it; then it is removed."""

from datetime import date
from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from inkoop.base.bsn import without_bsn
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, User
from inkoop.exchange import vault
from inkoop.exchange.models import WaitingFile
from inkoop.exchange.services.receiving import receive, recover_broken_off

UNFINISHED = (DeliveryStatus.WAITING, DeliveryStatus.BROKEN_OFF)
MOST_ATTEMPTS = 3
GIVEN_UP = (
    f"Het laden is {MOST_ATTEMPTS} keer afgebroken en wordt niet meer geprobeerd. Er is niets geladen. "
    "Upload het bestand in kleinere delen, of vraag de beheerder om in het logboek te kijken."
)


def accept_upload(
    content: BinaryIO,
    *,
    file_name: str,
    received_on: date,
    by: User | None,
    kind: DeliveryKind | None = None,
    trial: bool = False,
) -> Delivery:
    """Keeps the file and writes down a waiting delivery; the caller queues ``load_upload``."""
    name = uuid4().hex
    vault.keep(content, name)
    try:
        with transaction.atomic():
            delivery = Delivery.objects.create(
                kind=kind or "",
                file_name=without_bsn(file_name)[:200],
                received_on=received_on,
                status=DeliveryStatus.WAITING,
                by=by,
                is_trial=trial,
            )
            WaitingFile.objects.create(delivery=delivery, name=name)
    except Exception:
        vault.discard(name)
        raise
    return delivery


def load_upload(*, delivery_id: int) -> Delivery:
    """Loads a waiting file and removes it. Running it twice, or again after a crash, loads it once; after three
    loads that were broken off it is refused.
    """
    recover_broken_off()
    delivery = Delivery.objects.get(pk=delivery_id)
    waiting = WaitingFile.objects.filter(delivery=delivery).first()
    if waiting is None or delivery.status not in UNFINISHED:
        return delivery
    if waiting.attempts >= MOST_ATTEMPTS:
        _reject(delivery, GIVEN_UP)
        _forget(waiting)
        return delivery
    WaitingFile.objects.filter(pk=waiting.pk).update(attempts=F("attempts") + 1)
    try:
        with vault.opened(waiting.name) as path:
            receipt = receive(
                path,
                received_on=delivery.received_on,
                file_name=delivery.file_name,
                kind=DeliveryKind(delivery.kind) if delivery.kind else None,
                by=delivery.by,
                trial=delivery.is_trial,
                delivery=delivery,
            )
    except vault.LostFile:
        _reject(delivery, "Het geüploade bestand is niet meer te lezen. Upload het opnieuw.")
    else:
        if receipt.delivery.pk == delivery.pk:
            delivery = receipt.delivery  # by another worker, if it was loaded in the meantime
        elif receipt.repeated:
            _reject(
                delivery,
                f"Dit bestand is al geladen als aanlevering {receipt.delivery.pk}; er verandert niets.",
            )
    _forget(waiting)
    return delivery


def _reject(delivery: Delivery, message: str) -> None:
    delivery.status, delivery.message, delivery.finished_at = DeliveryStatus.REJECTED, message, timezone.now()
    delivery.rows_total = None
    delivery.save()


def _forget(waiting: WaitingFile) -> None:
    with transaction.atomic():
        waiting.delete()
        transaction.on_commit(partial(vault.discard, waiting.name))


def waiting_uploads() -> list[int]:
    """Deliveries whose file still waits for a worker, or whose load was broken off."""
    recover_broken_off()
    waiting = WaitingFile.objects.filter(delivery__status__in=UNFINISHED)
    return list(waiting.order_by("delivery_id").values_list("delivery_id", flat=True))
