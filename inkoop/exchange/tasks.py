"""Queue entries of exchange; each is one service call."""

import logging
from typing import Any

from celery import shared_task
from django.utils import timezone

from inkoop.exchange import services

logger = logging.getLogger(__name__)


@shared_task(name="exchange.load_upload")
def load_upload(*, delivery_id: int, **_: Any) -> str:
    """Idempotent: a delivery that is no longer waiting is left alone."""
    delivery = services.load_upload(delivery_id=delivery_id)
    logger.info("aanlevering %s: %s", delivery_id, delivery.status)
    return delivery.status


@shared_task(name="exchange.resume_uploads")
def resume_uploads(**_: Any) -> int:
    """Queues uploads that were left waiting, for instance because the broker was gone."""
    waiting = services.waiting_uploads()
    for delivery_id in waiting:
        load_upload.delay(delivery_id=delivery_id)
    return len(waiting)


@shared_task(name="exchange.forget_unanswered")
def forget_unanswered(**_: Any) -> int:
    """Removes files that no answer or decision will need any more."""
    gone = services.forget_unanswered(today=timezone.localdate())
    gone += services.forget_tried(before=timezone.now())
    logger.info("%s bewaarde berichten verwijderd", gone)
    return gone
