"""Where procedures stand: the facts that the rules ask for, from windows and decisions."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from contracts.choices import ProcedureDecision
from contracts.models import Decision, Procedure
from contracts.rules.procedures import Facts, State, state_on

FACT_OF = {
    ProcedureDecision.PUBLISH: "published_on",
    ProcedureDecision.PROVISIONAL: "provisional_on",
    ProcedureDecision.OBJECTION: "objected_on",
    ProcedureDecision.SETTLED: "settled_on",
    ProcedureDecision.AWARD: "awarded_on",
    ProcedureDecision.END: "ended_on",
    ProcedureDecision.WITHDRAW: "withdrawn_on",
}


def with_standing(procedures: QuerySet[Procedure]) -> QuerySet[Procedure]:
    """With what ``facts_of`` reads: two queries for any number of procedures."""
    return procedures.prefetch_related("windows", "decisions")


def facts_of(procedure: Procedure) -> Facts:
    """Two queries, unless read by ``with_standing``. A later objection re-opens what was settled before."""
    decisions = sorted(procedure.decisions.all(), key=lambda one: one.pk)
    found: dict[str, date | None] = {}
    for decision in decisions:
        if name := FACT_OF.get(ProcedureDecision(decision.kind)):
            found[name] = decision.decided_on
        if decision.kind == ProcedureDecision.OBJECTION:
            found["settled_on"] = None
        if decision.kind == ProcedureDecision.PROVISIONAL:
            found["standstill_until"] = decision.until
    windows = tuple((window.begin, window.end) for window in procedure.windows.all())
    return Facts(form=procedure.form, windows=windows, **found)


def state_of(procedure: Procedure, day: date) -> State:
    return state_on(facts_of(procedure), day)


def newest(decisions: Iterable[Decision], kind: ProcedureDecision) -> Decision | None:
    return max((one for one in decisions if one.kind == kind), key=lambda one: one.pk, default=None)
