"""What keeps the data safe without anybody asking. Doing it twice changes nothing."""

import logging

from celery import shared_task
from django.utils import timezone

from inkoop.operations.queries.reads import check
from inkoop.operations.services.retention import apply_retention, retention_is_due

logger = logging.getLogger(__name__)


@shared_task(name="operations.note_reads", acks_late=True)
def note_reads() -> str:
    """Checks the log of reads and writes its newest row to the log of the process, which is kept elsewhere."""
    outcome = check()
    if outcome.is_whole:
        logger.info("Inzagelog heel: %s regels.", outcome.checked, extra={"anchor": str(outcome.last)})
    else:
        logger.error("Inzagelog niet heel vanaf regel %s: %s.", outcome.broken_at, outcome.cause)
    return str(outcome.last)


@shared_task(name="operations.apply_retention", acks_late=True)
def yearly_retention() -> str:
    """Asked weekly in January and February; works once a year, after somebody did it for the first time."""
    today = timezone.localdate()
    if not retention_is_due(today=today):
        return "niets te doen"
    record = apply_retention(today=today, reason="jaarlijks", trial=False)
    logger.info("Bewaartermijnen toegepast: %s", record.outcome["counts"])
    return str(record)
