"""Dates of procedures and of the papers of providers, for the list of dates that matter."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.urls import reverse
from django.utils.text import capfirst

from contracts.choices import DeadlineKind, ProcedureDecision
from contracts.models import Application, Milestone, Procedure
from contracts.queries.deadlines import Due, Source
from contracts.queries.procedures.standing import facts_of, with_standing
from contracts.queries.procedures.use import running
from contracts.rules.admission import reassess_on
from contracts.rules.procedures import State, state_on
from providers.models import Evidence

SETTLED = {State.WITHDRAWN, State.ENDED, State.AWARDED}
ADMITTED = (ProcedureDecision.ADMIT, ProcedureDecision.KEPT)


def evidence(today: date) -> Iterator[Due]:
    """The day on which the last paper of a kind expires, of providers with a contract that runs. One query."""
    contracts = running(today).filter(provider=OuterRef("provider"))
    longer = Evidence.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
        provider=OuterRef("provider"),
        kind=OuterRef("kind"),
    )
    newest = Evidence.objects.filter(~Exists(longer), Exists(contracts), expires_on__isnull=False)
    for paper in newest.select_related("provider__account_holder"):
        if paper.expires_on is not None:
            text = f"{capfirst(paper.get_kind_display())} verloopt; vraag een nieuwe op."
            holder = paper.provider.account_holder
            yield Due(paper, DeadlineKind.EVIDENCE, paper.expires_on, holder, text, provider=paper.provider)


def procedure_dates(today: date) -> Iterator[Due]:
    """Milestones, rounds, standstills and admissions that must be judged again. Five queries."""
    found = list(with_standing(Procedure.objects.select_related("responsible")))
    states = {one.pk: state_on(facts_of(one), today) for one in found}
    going_on = [one for one in found if states[one.pk] not in SETTLED]
    yield from _milestones(going_on)
    for one in going_on:
        yield from _rounds(one, today)
        yield from _standstill(one)
    yield from _reassessments([one for one in found if states[one.pk] != State.WITHDRAWN])


def _milestones(procedures: list[Procedure]) -> Iterator[Due]:
    """Those that were not reached."""
    found = {one.pk: one for one in procedures}
    for one in Milestone.objects.filter(reached_on=None, procedure__in=found):
        procedure = found[one.procedure_id]
        text = f"Mijlpaal ‘{one.name}’ van {procedure}."
        yield _of(procedure, one, DeadlineKind.MILESTONE, one.planned_on, text)


def _rounds(procedure: Procedure, today: date) -> Iterator[Due]:
    """The first day of each round, and once it began its last. What is over asks nothing of anybody."""
    for window in procedure.windows.all():
        if window.end < today:
            continue
        opens = window.begin > today
        day = window.begin if opens else window.end
        text = f"Inschrijving voor {procedure} {'opent' if opens else 'sluit'}."
        yield _of(procedure, window, DeadlineKind.ENTRY, day, text)


def _standstill(procedure: Procedure) -> Iterator[Due]:
    """Its last day, as long as the procedure is not awarded."""
    until = facts_of(procedure).standstill_until
    if until is not None:
        text = f"Opschortende termijn van {procedure} eindigt; daarna kan definitief worden gegund."
        yield _of(procedure, procedure, DeadlineKind.STANDSTILL, until, text)


def _reassessments(procedures: list[Procedure]) -> Iterator[Due]:
    """The day from which an admission must be judged again."""
    found = {one.pk: one for one in procedures if one.reassess_months}
    again = Application.objects.filter(reassesses=OuterRef("pk"))
    admitted: Any = Application.objects.filter(lot__procedure__in=found).with_outcome()
    admitted = admitted.filter(~Exists(again), outcome__in=ADMITTED)
    for one in admitted.select_related("provider__account_holder", "lot"):
        procedure = found[one.lot.procedure_id]
        day = reassess_on(one.outcome_on, procedure.reassess_months)
        if day is not None:
            text = f"Toelating van {one.provider.name} tot {procedure} opnieuw beoordelen."
            person = procedure.responsible or one.provider.account_holder
            page = reverse("admin:application_page", args=[one.pk])
            yield Due(one, DeadlineKind.REASSESSMENT, day, person, text, provider=one.provider, page=page)


def _of(procedure: Procedure, subject: Model, kind: DeadlineKind, day: date, text: str) -> Due:
    page = reverse("admin:procedure_page", args=[procedure.pk])
    return Due(subject, kind, day, procedure.responsible, text, page=page)


SOURCES: list[Source] = [evidence, procedure_dates]
