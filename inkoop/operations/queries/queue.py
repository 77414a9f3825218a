"""What waits, runs and failed: jobs in the queue, their outcomes, the clock that starts them and waiting files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import redis
from celery import current_app
from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from django_celery_beat.models import PeriodicTask
from django_celery_results.models import TaskResult

from inkoop.base.choices import DeliveryStatus
from inkoop.exchange.models import WaitingFile
from kpis.choices import ComputationStatus
from kpis.models import Computation

ANSWER_SECONDS = 0.7
SHOWN = 50
UNACKNOWLEDGED = "unacked"  # where the broker keeps what a worker has taken and not finished

NAMES = {
    "exchange.load_upload": "bestand laden",
    "exchange.resume_uploads": "wachtende bestanden oppakken",
    "exchange.forget_unanswered": "bewaarde berichten opruimen",
    "contracts.watch_daily": "plafonds en termijnen bewaken",
    "kpis.compute_after_delivery": "rekenen na een aanlevering",
    "kpis.compute_current_figures": "cijfers bijwerken",
    "kpis.compute_nightly": "nachtelijk rekenen",
    "kpis.compute_asked": "rekenen op verzoek",
    "kpis.remind_daily": "herinneringen sturen",
    "operations.apply_retention": "bewaartermijnen toepassen",
    "operations.note_reads": "inzagelog controleren",
}
STATES = {
    "PENDING": "wacht",
    "RECEIVED": "wacht",
    "STARTED": "bezig",
    "RETRY": "opnieuw",
    "SUCCESS": "gelukt",
    "FAILURE": "mislukt",
    "REVOKED": "ingetrokken",
}


ENDED = ("SUCCESS", "FAILURE", "REVOKED")


@dataclass(frozen=True, slots=True)
class Queue:
    """``waiting`` = jobs that no worker has taken; NULL = the queue does not answer."""

    waiting: int | None
    taken: int | None
    workers: list["Worker"] = field(default_factory=list)

    @property
    def answers(self) -> bool:
        return self.waiting is not None


@dataclass(frozen=True, slots=True)
class Worker:
    name: str
    jobs: list["Job"]


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    since: datetime | None
    about: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """Work that the database knows of, with or without a queue."""

    files: int
    oldest_file: datetime | None
    computations: int
    oldest_computation: datetime | None

    @property
    def is_empty(self) -> bool:
        return not (self.files or self.computations)


@dataclass(frozen=True, slots=True)
class Outcome:
    """``done_at``: NULL while it has not ended."""

    pk: int
    name: str
    state: str
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Clock:
    """A job on a schedule; ``is_late``: it should have been started by now."""

    name: str
    schedule: str
    last_run: datetime | None
    is_late: bool


def queue_now() -> Queue:
    """Asks the broker and, when it answers, the workers: together a second at most."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as client:
            waiting = int(client.llen(settings.CELERY_TASK_DEFAULT_QUEUE))
            taken = int(client.hlen(UNACKNOWLEDGED))
        found = current_app.control.inspect(timeout=ANSWER_SECONDS).active() or {}
    except (redis.RedisError, OSError):
        return Queue(None, None)
    except current_app.connection_for_read().connection_errors:
        return Queue(None, None)
    workers = [Worker(name, [_job(one) for one in jobs]) for name, jobs in sorted(found.items())]
    return Queue(waiting, taken, workers)


def _job(found: Mapping[str, Any]) -> Job:
    began = found.get("time_start")
    since = datetime.fromtimestamp(began, tz=timezone.get_current_timezone()) if began else None
    about = ", ".join(f"{key} {value}" for key, value in (found.get("kwargs") or {}).items())
    return Job(name_of(found["name"]), since, about)


def name_of(task: str) -> str:
    return NAMES.get(task, task)


def backlog() -> Backlog:
    """Two queries."""
    files = WaitingFile.objects.filter(
        delivery__status__in=(DeliveryStatus.WAITING, DeliveryStatus.BROKEN_OFF)
    )
    waiting = files.aggregate(number=Count("pk"), oldest=Min("delivery__created_at"))
    asked = Computation.objects.filter(status=ComputationStatus.WAITING)
    computations = asked.aggregate(number=Count("pk"), oldest=Min("requested_at"))
    return Backlog(waiting["number"], waiting["oldest"], computations["number"], computations["oldest"])


def outcomes(*, state: str = "", task: str = "") -> list[Outcome]:
    """The newest first; ``state`` as one of ``STATES``' words. One query."""
    found = TaskResult.objects.order_by("-date_created", "-id")
    if state:
        found = found.filter(status__in=[code for code, word in STATES.items() if word == state])
    if task:
        found = found.filter(task_name=task)
    rows = found.values_list("pk", "task_name", "status", "date_created", "date_done")[:SHOWN]
    return [
        Outcome(
            pk,
            name_of(task or "onbekend"),
            STATES.get(status, status),
            created,
            done if status in ENDED else None,
        )
        for pk, task, status, created, done in rows
    ]


def counts_since(since: datetime) -> dict[tuple[str, str], int]:
    """Finished and running jobs per task and state. One query."""
    rows = TaskResult.objects.filter(date_created__gte=since).values_list("task_name", "status")
    return {
        (task or "", STATES.get(state, state)): number for task, state, number in rows.annotate(Count("pk"))
    }


def clocks() -> list[Clock]:
    """One query. Late = more than half an hour past its time."""
    rows = PeriodicTask.objects.filter(enabled=True).exclude(task="celery.backend_cleanup")
    rows = rows.select_related("crontab", "interval", "solar", "clocked").order_by("task")
    return [Clock(name_of(row.task), str(row.schedule), row.last_run_at, _is_late(row)) for row in rows]


def _is_late(row: PeriodicTask) -> bool:
    since = row.last_run_at or row.date_changed
    remaining: timedelta = row.schedule.remaining_estimate(since.astimezone(timezone.get_current_timezone()))
    return remaining < -timedelta(minutes=30)
