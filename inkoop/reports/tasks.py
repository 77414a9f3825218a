"""What reports do outside the request. A task done twice changes nothing."""

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from inkoop.reports.services.bi import write_views
from inkoop.reports.services.mailing import tell_of_newest
from inkoop.reports.services.papers import make_paper as make

logger = logging.getLogger(__name__)


@shared_task(name="reports.make_paper", acks_late=True, ignore_result=True)
def make_paper(*, key: str) -> None:
    """The PDF that somebody waits for."""
    made = make(key)
    logger.info("PDF %s: %s.", key[:8], "gemaakt" if made else "niet meer gevraagd")


@shared_task(name="reports.mail_daily", acks_late=True)
def mail_daily() -> None:
    """The addresses of the newest reports, to who asked for a rhythm."""
    logger.info("Rapportages gemaild aan %s abonnees.", tell_of_newest(today=timezone.localdate()))


@shared_task(name="reports.export_bi", acks_late=True)
def export_bi() -> None:
    """The views for BI as files, where a folder was given for them."""
    if settings.BI_EXPORT:
        rows = write_views(Path(settings.BI_EXPORT), today=timezone.localdate())
        logger.info("Voor BI geschreven: %s rijen in %s bestanden.", sum(rows.values()), len(rows))
