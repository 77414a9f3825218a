"""Background jobs on the real worker: hold back, queue, wait, show progress."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from time import monotonic, sleep
from typing import cast

from celery.result import GroupResult
from django.conf import settings
from django.core.management.base import CommandError
from kombu.exceptions import OperationalError

from kpis.choices import ComputationStatus
from kpis.models import Computation
from kpis.tasks import all_figures, compute_current_figures

app = compute_current_figures.app
PATIENCE_FOR_A_WORKER = 60.0
LOOK_AGAIN = 1.0
SILENCE = 60.0

NO_WORKER = (
    "Er antwoordt geen worker, dus er wordt niets berekend. Begin opnieuw met 'make demo', of start zelf een worker "
    "met dezelfde DATABASE_URL en REDIS_URL: celery -A inkoop worker --beat."
)


def await_worker(patience: float = PATIENCE_FOR_A_WORKER) -> None:
    """Raises CommandError when no worker answers in time."""
    deadline = monotonic() + patience
    try:
        while not app.control.ping(timeout=1.0):
            if monotonic() > deadline:
                raise CommandError(NO_WORKER)
    except OperationalError as error:
        raise CommandError(f"Redis antwoordt niet: {error}. Start Redis en controleer REDIS_URL.") from error


@contextmanager
def held_back() -> Iterator[None]:
    """The worker takes no new jobs meanwhile: one computation after three years of deliveries, not two hundred."""
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    app.control.cancel_consumer(queue, reply=True)
    try:
        yield
    finally:
        app.control.add_consumer(queue, reply=True)


def compute(peildatum: date, *, say: Callable[[str], None]) -> None:
    """Has the worker compute all figures and waits for it. Raises CommandError when one fails or it falls silent."""
    jobs = cast(GroupResult, all_figures(peildatum).apply_async())
    heard, last = monotonic(), None
    while not jobs.ready():
        now = _at_work(peildatum)
        if now and now != last:
            heard, last = monotonic(), now
            say(f"  {now}")
        elif monotonic() > heard + SILENCE:
            await_worker(patience=5)
            heard = monotonic()
        sleep(LOOK_AGAIN)
    _stop_when_failed(jobs)


def _at_work(peildatum: date) -> str:
    rows = Computation.objects.filter(peildatum=peildatum, status=ComputationStatus.RUNNING).order_by("pk")
    return "; ".join(
        f"{row.get_name_display()}: stap {row.steps_done} van {row.steps_total}"
        for row in rows
        if row.steps_total
    )


def _stop_when_failed(jobs: GroupResult) -> None:
    causes = [str(job.result) for job in jobs.results or () if job.failed()]
    if causes:
        raise CommandError(f"De berekening is mislukt: {'; '.join(causes)}")
