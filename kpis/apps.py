import logging
from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from inkoop.base.signals import delivery_loaded, parameters_set

logger = logging.getLogger(__name__)


class KpisConfig(AppConfig):
    name = "kpis"
    label = "kpis"
    verbose_name = "KPI's en signalen"

    def ready(self) -> None:
        from contracts.queries.deadlines import add_source  # noqa: PLC0415 -- models must be loaded first
        from kpis.queries.evaluations import evaluation_dates  # noqa: PLC0415 -- models must be loaded first
        from kpis.queries.talks.agreements import agreement_dates  # noqa: PLC0415 -- models must be loaded first
        from kpis.queries.talks.ladder import ladder_dates  # noqa: PLC0415 -- models must be loaded first

        add_source(agreement_dates)
        add_source(ladder_dates)
        add_source(evaluation_dates)
        delivery_loaded.connect(queue_computation, dispatch_uid="kpis.queue_computation")
        parameters_set.connect(queue_all_figures, dispatch_uid="kpis.queue_all_figures")


def queue_computation(*, delivery_id: int, **_: Any) -> None:
    """After a delivery the figures of today follow, outside the request.

    Without a queue the load still stands; the next delivery or the night brings the figures up to date.
    """
    from kpis.tasks import compute_after_delivery  # noqa: PLC0415 -- tasks need the loaded models

    def ask() -> None:
        try:
            compute_after_delivery.apply_async(kwargs={"delivery_id": delivery_id}, retry=False)
        except OperationalError:
            logger.warning(
                "De wachtrij is niet bereikbaar; de cijfers na aanlevering %s volgen later.", delivery_id
            )

    transaction.on_commit(ask)


def queue_all_figures(**_: Any) -> None:
    """After a parameter the figures of today follow, outside the request; without a queue in the night."""
    from kpis.tasks import all_figures  # noqa: PLC0415 -- tasks need the loaded models

    try:
        all_figures(timezone.localdate()).apply_async(retry=False)
    except OperationalError:
        logger.warning("De wachtrij is niet bereikbaar; de cijfers met de nieuwe instelling volgen vannacht.")
