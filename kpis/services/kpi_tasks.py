"""Tasks of providers: laid out, filled in, submitted, judged. The portal and the desk call the same services."""

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from kpis.choices import KpiSource, TaskState
from kpis.models import Kpi, KpiTask, TaskPaper
from kpis.rules.tasks import may_move
from providers.models import Provider

logger = logging.getLogger(__name__)

MOST_PAPERS = 10
GONE = "Deze opgave is {}; dat kan nu niet meer. Ververs de pagina."


@transaction.atomic
def lay_out_tasks(
    *, kpi: Kpi, providers: Iterable[Provider], begin: date, end: date, due_on: date, by: User | None
) -> int:
    """Asks a KPI of providers over ``begin`` t/m ``end``; returns how many tasks are new. Twice adds nothing.

    Raises Refused for a KPI that nobody supplies, or a day that makes no sense.
    """
    if kpi.source != KpiSource.PROVIDER:
        raise Refused(f"{kpi} komt niet van aanbieders: {kpi.get_source_display()}.")
    if end < begin or due_on <= end:
        raise Refused(
            "De inleverdatum ligt na het einde van de periode, en de periode eindigt na haar begin."
        )
    with because(by, f"Opgave gevraagd over {long_date(begin)} t/m {long_date(end)}"):
        known = set(
            KpiTask.objects.filter(kpi=kpi, period_from=begin, period_to=end).values_list(
                "provider_id", flat=True
            )
        )
        new = [
            KpiTask(kpi=kpi, provider=provider, period_from=begin, period_to=end, due_on=due_on)
            for provider in providers
            if provider.pk not in known
        ]
        KpiTask.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


@transaction.atomic
def save_draft(
    *, task: KpiTask, numerator: int | None, denominator: int | None, note: str, by: User
) -> KpiTask:
    """Keeps what is filled in so far; does not submit it."""
    found = _locked(task, TaskState.DRAFT)
    _fill(found, numerator, denominator, note)
    found.state = TaskState.DRAFT
    with because(by, "Concept bewaard"):
        found.save()
    return found


@transaction.atomic
def submit(*, task: KpiTask, numerator: int | None, denominator: int | None, note: str, by: User) -> KpiTask:
    """Hands the figure in. Raises Refused when it is not whole: the text says what is missing."""
    found = _locked(task, TaskState.SUBMITTED)
    refuse_when(figure_fault(numerator, denominator, kpi=found.kpi))
    _fill(found, numerator, denominator, note)
    found.state, found.submitted_by, found.submitted_at = TaskState.SUBMITTED, by, timezone.now()
    found.judged_by = found.judged_on = None
    found.judgement = ""
    with because(by, "Opgave ingediend"):
        found.save()
    return found


@transaction.atomic
def judge(*, task: KpiTask, accept: bool, reason: str, on: date, by: User) -> KpiTask:
    """Accepts the figure, which counts from ``on``, or sends it back with a reason.

    Who handed it in does not judge it.
    """
    to = TaskState.ACCEPTED if accept else TaskState.RETURNED
    found = _locked(task, to)
    if not accept and not reason.strip():
        raise Refused("Zeg bij terugsturen wat er moet veranderen; de aanbieder leest dit.")
    if found.submitted_by_id == by.pk:
        raise Refused("U hebt deze opgave zelf ingediend; een ander beoordeelt haar.")
    found.state, found.judged_by, found.judged_on, found.judgement = to, by, on, reason
    with because(by, reason or "Opgave aanvaard"):
        found.save()
    return found


@transaction.atomic
def record_cbs(
    *, kpi: Kpi, begin: date, end: date, numerator: int, denominator: int, note: str, on: date, by: User
) -> KpiTask:
    """The figure of the region that CBS gives, with its source in ``note``; a later one replaces it."""
    if kpi.source != KpiSource.CBS:
        raise Refused(f"{kpi} komt niet van het CBS: {kpi.get_source_display()}.")
    if not note.strip():
        raise Refused("Zeg uit welke tabel van het CBS het cijfer komt.")
    refuse_when(figure_fault(numerator, denominator, kpi=kpi))
    with because(by, f"Cijfer van het CBS: {note}"[:300]):
        task, _ = KpiTask.objects.update_or_create(
            kpi=kpi,
            provider=None,
            period_from=begin,
            period_to=end,
            defaults={
                "due_on": on,
                "state": TaskState.ACCEPTED,
                "numerator": numerator,
                "denominator": denominator,
                "note": note,
                "submitted_by": by,
                "submitted_at": timezone.now(),
                "judged_by": by,
                "judged_on": on,
            },
        )
    return task


@transaction.atomic
def add_paper(*, task: KpiTask, file: UploadedFile, by: User) -> TaskPaper:
    """Evidence with a task that is not handed in. The file was checked by the form field."""
    found = _locked(task, TaskState.DRAFT)
    refuse_when(
        f"Bij een opgave passen ten hoogste {MOST_PAPERS} bestanden."
        if found.papers.count() >= MOST_PAPERS
        else ""
    )
    with because(by, "Bewijs toegevoegd"):
        return TaskPaper.objects.create(
            task=found, file=file, file_name=(file.name or "bewijs")[-120:], size=file.size or 0, by=by
        )


@transaction.atomic
def drop_paper(*, paper: TaskPaper, by: User) -> None:
    """Takes evidence back, with its file. Raises Refused once the task was handed in."""
    _locked(paper.task, TaskState.DRAFT)
    storage, name = paper.file.storage, str(paper.file.name)
    with because(by, "Bewijs weggehaald"):
        paper.delete()
    transaction.on_commit(lambda: storage.delete(name))


def figure_fault(numerator: int | None, denominator: int | None, *, kpi: Kpi) -> str:
    """What is wrong with a figure, as a sentence; empty = nothing."""
    if numerator is None or denominator is None:
        return "Vul de teller en de noemer in."
    if numerator < 0 or denominator < 1:
        return "De teller is 0 of meer en de noemer ten minste 1. Valt er niets te tellen, meld dat dan aan de regio."
    version = kpi.versions.order_by("-number").first()
    if version and version.what.unit == "aandeel" and numerator > denominator:
        return "De teller is een deel van de noemer en kan niet groter zijn."
    return ""


def send_task_reminders(*, today: date, days: int = 14) -> int:
    """One mail per provider with a task that is due within ``days`` or late, once a fortnight; returns how many.

    The mail names no figure. A mail that fails is sent by the next run.
    """
    open_ones = KpiTask.objects.filter(
        state__in=[TaskState.OPEN, TaskState.DRAFT, TaskState.RETURNED],
        provider__isnull=False,
        due_on__lte=today + timedelta(days=days),
    ).exclude(reminded_on__gt=today - timedelta(days=days))
    listed: dict[Provider, list[KpiTask]] = {}
    for task in open_ones.select_related("provider", "kpi"):
        if task.provider and task.provider.email:
            listed.setdefault(task.provider, []).append(task)
    return sum(_remind(provider, tasks, today) for provider, tasks in listed.items())


def _remind(provider: Provider, tasks: list[KpiTask], today: date) -> bool:
    lines = [f"- {task.kpi.name}, in te leveren voor of op {long_date(task.due_on)}" for task in tasks]
    body = "\n".join(
        ["Deze opgaven staan voor u klaar:", "", *lines, "", f"Vul ze in: {settings.SITE_URL}/", ""]
    )
    try:
        with transaction.atomic():
            KpiTask.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_on=today)
            send_mail("Opgaven voor de jeugdhulpregio", body, settings.DEFAULT_FROM_EMAIL, [provider.email])
    except (OSError, SMTPException):
        logger.exception("De opgaven van aanbieder %s konden niet worden gemaild.", provider.pk)
        return False
    return True


def _locked(task: KpiTask, to: TaskState) -> KpiTask:
    found = KpiTask.objects.select_for_update(of=("self",)).select_related("kpi").get(pk=task.pk)
    if not may_move(found.state, to):
        raise Refused(GONE.format(TaskState(found.state).label))
    return found


def _fill(task: KpiTask, numerator: int | None, denominator: int | None, note: str) -> None:
    task.numerator, task.denominator, task.note = numerator, denominator, note
