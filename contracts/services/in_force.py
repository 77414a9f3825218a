"""How a decision comes into force: as a delivery of its own, so that every figure knows since when it holds."""

import hashlib
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from contracts.queries.clashes import clashing_terms
from inkoop.base.choices import DeliveryKind, DeliveryStatus
from inkoop.base.models import Delivery, User
from inkoop.base.signals import delivery_loaded
from inkoop.base.sql import LOCK_ONE_LOAD
from providers.models import Provider


def wait_for_loading() -> None:
    """Until the end of the transaction nothing is loaded, so that what is checked stays true."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_ONE_LOAD])


def deliver(*, name: str, kind: DeliveryKind, rows: int, by: User, today: date) -> Delivery:
    """The delivery that a decision is: received today, all of its rows accepted. Figures follow on commit."""
    now = timezone.now()
    delivery = Delivery.objects.create(
        kind=kind,
        file_name=name[:200],
        sha256=hashlib.sha256(f"besluit {name}".encode()).hexdigest(),
        received_on=today,
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
        message="Vastgesteld besluit; er hoort geen bestand bij.",
    )
    transaction.on_commit(partial(delivery_loaded.send, Delivery, delivery_id=delivery.pk), robust=True)
    return delivery


def refuse_two_tariffs(provider: Provider) -> None:
    """Raises ValidationError when two contracts would give one product two prices on one day."""
    clash = clashing_terms(provider)
    if clash:
        raise ValidationError(
            f"Op {clash.first_day:%d-%m-%Y} zouden de contracten {clash.one} en {clash.other} allebei een tarief geven "
            f"voor productcode {clash.code}. Laat het ene contract eindigen voor het andere begint."
        )
