"""Computing outside the request. A task done twice, or again by another worker, changes nothing."""

import logging
from datetime import date

from celery import group, shared_task
from django.utils import timezone

from kpis.choices import ComputationName
from kpis.queries.known import is_followed
from kpis.services import (
    CURRENT,
    compute_all,
    compute_current,
    compute_requested,
    compute_steering,
    forget_passed_computations,
)
from kpis.services.kpi_tasks import send_task_reminders
from kpis.services.reviews import send_review_reminders
from kpis.services.talks.agreements import run_due_tests

logger = logging.getLogger(__name__)


@shared_task(name="kpis.compute_after_delivery", acks_late=True, ignore_result=True)
def compute_after_delivery(*, delivery_id: int) -> None:
    """Has the figures of today brought up to date. Of many deliveries in a row the last one's task does the work."""
    if is_followed(delivery_id):
        logger.info("Na aanlevering %s is er al een nieuwere geladen; die werkt de cijfers bij.", delivery_id)
        return
    all_figures(timezone.localdate()).apply_async()


def all_figures(peildatum: date) -> group:
    """All usual figures as of a day, each a task of its own: several workers share them."""
    day = peildatum.isoformat()
    return group(compute_current_figures.s(name=name.value, peildatum=day) for name in CURRENT)


@shared_task(name="kpis.compute_current_figures", acks_late=True)
def compute_current_figures(*, name: str, peildatum: str) -> None:
    """``peildatum`` as JJJJ-MM-DD."""
    computation = compute_current(ComputationName(name), peildatum=date.fromisoformat(peildatum))
    logger.info("Bijgewerkt: %s.", computation)


@shared_task(name="kpis.compute_nightly", acks_late=True)
def compute_nightly() -> None:
    """The figures of the new day, agreements tested by them, and an end to those that nobody asked for."""
    today = timezone.localdate()
    computations = [*compute_all(peildatum=today), *compute_steering(peildatum=today)]
    tested = run_due_tests(today=today)
    forgotten = forget_passed_computations(today=today)
    names = ", ".join(map(str, computations))
    logger.info("Nachtelijk berekend: %s; %s afspraken getoetst, %s opgeruimd.", names, tested, forgotten)


@shared_task(name="kpis.remind_daily", acks_late=True)
def remind_daily() -> None:
    """Mails about tasks and reviews that wait; twice on a day sends nothing more."""
    today = timezone.localdate()
    tasks, reviews = send_task_reminders(today=today), send_review_reminders(today=today)
    logger.info("Herinnerd aan opgaven: %s mails; aan beoordelingen: %s mails.", tasks, reviews)


@shared_task(name="kpis.compute_asked", acks_late=True, ignore_result=True)
def compute_asked(*, computation_id: int) -> None:
    """Figures that somebody asked for on a page."""
    computation = compute_requested(computation_id=computation_id)
    logger.info("Op verzoek berekend: %s.", computation or f"niets; {computation_id} bestaat niet meer")
