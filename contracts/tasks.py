"""What happens every morning, outside any request. Doing it twice changes nothing."""

import logging

from celery import shared_task
from django.utils import timezone

from contracts.services.deadlines import send_digests
from contracts.services.spending import watch_spending

logger = logging.getLogger(__name__)


@shared_task(name="contracts.watch_daily", acks_late=True)
def watch_daily() -> None:
    """Ceilings first: a step that came up today is among the dates that people are warned of."""
    today = timezone.localdate()
    seen, mails = watch_spending(today=today), send_digests(today=today)
    logger.info("Plafonds: %s vastgelegd. Termijnen: %s mails verstuurd.", seen, mails)
