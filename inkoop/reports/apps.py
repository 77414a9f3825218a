import logging
from typing import Any

from django.apps import AppConfig
from django.db import ProgrammingError
from django.db.models.signals import post_migrate, pre_migrate

logger = logging.getLogger(__name__)


class ReportsConfig(AppConfig):
    """Pages, PDF and XLSX for municipalities and regio-overleg; frozen reports; views for BI."""

    name = "inkoop.reports"
    label = "reports"
    verbose_name = "rapportages"

    def ready(self) -> None:
        """The views for BI step aside for migrations, and stand again after the last app."""
        pre_migrate.connect(_step_aside, sender=self, dispatch_uid="inkoop.reports.bi.drop")
        post_migrate.connect(_stand_again, sender=self, dispatch_uid="inkoop.reports.bi.keep")


def _step_aside(plan: list[Any], **_: Any) -> None:
    from inkoop.reports.services.bi import drop_views  # noqa: PLC0415 -- models must be loaded first

    if plan:
        drop_views()


def _stand_again(**_: Any) -> None:
    """Without them all the rest works; a database halfway between two versions may lack what they read."""
    from inkoop.reports.services.bi import keep_views  # noqa: PLC0415 -- models must be loaded first

    try:
        keep_views()
    except ProgrammingError as error:
        logger.warning("De views voor BI zijn niet gemaakt: %s Doe het later met manage.py bi.", error)
