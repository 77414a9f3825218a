"""Procedures as a provider sees them: what was published, and its own applications."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from contracts.choices import ProcedureDecision
from contracts.models import Application, Decision, EntryWindow, Procedure, ProcedureQuestion
from contracts.queries.procedures.standing import facts_of, with_standing
from contracts.rules.procedures import State, state_on
from providers.models import Provider


@dataclass(frozen=True)
class Published:
    """``window``: the round that is open, else the next one; None = none to come."""

    procedure: Procedure
    state: State
    window: EntryWindow | None
    own: list[Any]

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


def published() -> QuerySet[Procedure]:
    done = Decision.objects.filter(procedure=OuterRef("pk"), kind=ProcedureDecision.PUBLISH)
    return Procedure.objects.filter(Exists(done))


def listed(provider: Provider, today: date) -> list[Published]:
    """Those that are open first. Five queries."""
    own: dict[int, list[Any]] = {}
    for one in applications_of(provider):
        own.setdefault(one.lot.procedure_id, []).append(one)
    rows = [standing(procedure, own.get(procedure.pk, []), today) for procedure in with_standing(published())]
    return sorted(rows, key=lambda row: (not row.is_open, -row.procedure.pk))


def standing(procedure: Procedure, own: list[Any], today: date) -> Published:
    windows = sorted(procedure.windows.all(), key=lambda one: one.begin)
    return Published(
        procedure,
        state_on(facts_of(procedure), today),
        next((one for one in windows if one.end >= today), None),
        own,
    )


def applications_of(provider: Provider) -> QuerySet[Any]:
    rows: QuerySet[Any] = Application.objects.filter(provider=provider).with_outcome()
    return rows.select_related("lot__procedure", "contract").order_by("-submitted_on", "-pk")


def questions_for(procedure: Procedure, provider: Provider) -> QuerySet[ProcedureQuestion]:
    """Answered ones of everybody, and one's own that wait."""
    rows = ProcedureQuestion.objects.filter(procedure=procedure)
    return rows.filter(~Q(answer="") | Q(provider=provider))
