"""One procedure: where it stands, its steps, planning, decisions and applications."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.choices import DecidedBy, ProcedureDecision
from contracts.forms.procedures import AssignForm, BoardForm, MilestoneForm, ReachedForm, StepForm, WindowForm
from contracts.models import Application, Lot, Procedure
from contracts.models.procedures.assessments import with_done
from contracts.queries.procedures.standing import facts_of
from contracts.rules.admission import reassess_on
from contracts.rules.procedures import State, Step, state_on, why_not
from contracts.services.procedures.steps import (
    OPEN_TO_ROUNDS,
    add_window,
    assign,
    plan_milestone,
    publication_faults,
    reach_milestone,
    record_board_decision,
    standing_faults,
    take_step,
)
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import long_date
from inkoop.base.models import Municipality, User
from inkoop.desk.views.actions import Action, perform

MAY_ACT = "contracts.change_procedure"
TITLES = {
    Step.PUBLISH: ("Publiceren", "Eisen, percelen en beoordelaars liggen daarna vast."),
    Step.PROVISIONAL: (
        "Voorlopig gunnen",
        "Alle inschrijvers krijgen op deze dag hun brief; daarna loopt de opschortende termijn.",
    ),
    Step.OBJECTION: ("Bezwaar of dagvaarding vastleggen", "Definitief gunnen kan dan pas na afhandeling."),
    Step.SETTLED: ("Bezwaar afhandelen", "Schrijf in de reden wat de uitkomst is."),
    Step.AWARD: ("Definitief gunnen", "Daarna stelt u per gegunde inschrijving het contract voor."),
    Step.END: ("Toelating beëindigen", "Er komen geen inschrijvingen meer bij; contracten lopen door."),
    Step.WITHDRAW: ("Procedure intrekken", "Er volgt geen contract meer uit deze procedure."),
}
TAKES_ENTRIES = {State.OPEN, State.BETWEEN, State.ASSESSING}
"""Also after a round: what came in on a day of the round can be written down later."""
RARE = {Step.WITHDRAW, Step.END, Step.OBJECTION}


@dataclass(frozen=True)
class ApplicationRow:
    application: Application
    state: str
    reassess_from: object = None


def procedure_page(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm("contracts.view_procedure"):
        raise PermissionDenied
    visible = Procedure.objects.visible_to(request.user).select_related("responsible")
    procedure = get_object_or_404(visible, pk=pk)
    user = signed_in(request)
    actions = _actions(procedure, user) if user.has_perm(MAY_ACT) else []
    if (done := perform(request, actions)) is not None:
        return done
    facts, today = facts_of(procedure), timezone.localdate()
    state = state_on(facts, today)
    names = dict(Municipality.objects.values_list("pk", "name"))
    context = {
        **admin.site.each_context(request),
        "title": procedure.title,
        "procedure": procedure,
        "facts": facts,
        "state": state,
        "is_draft": state == State.DRAFT,
        "may_act": user.has_perm(MAY_ACT),
        "takes_entries": state in TAKES_ENTRIES,
        "actions": actions,
        "blocked": _blocked(procedure, state),
        "places": [names[one] for one in procedure.municipality_ids if one in names],
        "windows": procedure.windows.all(),
        "milestones": procedure.milestones.all(),
        "decisions": procedure.decisions.select_related("by", "application__provider"),
        "requirements": procedure.requirements.select_related("lot"),
        "assessors": procedure.assessors.select_related("user"),
        "lots": _lots(procedure),
        "today": today,
    }
    return TemplateResponse(request, "desk/procedures/procedure.html", context)


def _actions(procedure: Procedure, user: User) -> list[Action]:
    facts, today = facts_of(procedure), timezone.localdate()
    steps = [_step(procedure, step, user) for step in Step if not why_not(step, facts, today)]
    return [
        *steps,
        Action(
            "bestuursbesluit",
            "Bestuursbesluit vastleggen",
            "Vastleggen",
            BoardForm,
            partial(_record, procedure, user),
        ),
        Action(
            "mijlpaal",
            "Mijlpaal plannen of verzetten",
            "Plannen",
            MilestoneForm,
            partial(_plan, procedure, user),
        ),
        Action(
            "verantwoordelijke",
            "Verantwoordelijke aanwijzen",
            "Aanwijzen",
            partial(AssignForm, initial={"responsible": procedure.responsible_id}),
            partial(_assign, procedure, user),
            "Krijgt de termijnen van deze procedure in de lijst en in de mail.",
        ),
        *_reachable(procedure, user),
        *_rounds(procedure, user, state_on(facts, today)),
    ]


def _step(procedure: Procedure, step: Step, user: User) -> Action:
    title, explain = TITLES[step]

    def run(data: dict[str, Any]) -> str:
        decision = take_step(
            procedure=procedure,
            step=step,
            on=data["on"],
            body=DecidedBy(data["body"]),
            reason=data["reason"],
            by=user,
        )
        if decision.until:
            return f"{title}: vastgelegd. De opschortende termijn loopt t/m {long_date(decision.until)}."
        return f"{title}: vastgelegd."

    return Action(step.value, title, title, StepForm, run, explain, is_open=step not in RARE)


def _rounds(procedure: Procedure, user: User, state: State) -> list[Action]:
    if procedure.is_tender or state not in OPEN_TO_ROUNDS:
        return []

    def run(data: dict[str, Any]) -> str:
        window = add_window(procedure=procedure, begin=data["begin"], end=data["end"], by=user)
        return f"De inschrijfronde van {window} is toegevoegd."

    explain = "Nieuwe aanbieders kunnen zich dan alsnog inschrijven, op dezelfde eisen."
    return [Action("ronde", "Inschrijfronde toevoegen", "Toevoegen", WindowForm, run, explain)]


def _record(procedure: Procedure, user: User, data: dict[str, Any]) -> str:
    record_board_decision(
        procedure=procedure, on=data["on"], body=DecidedBy(data["body"]), reason=data["reason"], by=user
    )
    return "Het bestuursbesluit is vastgelegd."


def _assign(procedure: Procedure, user: User, data: dict[str, Any]) -> str:
    assign(procedure=procedure, responsible=data["responsible"], reason=data["reason"], by=user)
    return "De verantwoordelijke is aangewezen."


def _plan(procedure: Procedure, user: User, data: dict[str, Any]) -> str:
    plan_milestone(procedure=procedure, name=data["name"], planned_on=data["planned_on"], by=user)
    return "De mijlpaal staat in de planning."


def _reachable(procedure: Procedure, user: User) -> list[Action]:
    if not procedure.milestones.filter(reached_on=None).exists():
        return []

    def run(data: dict[str, Any]) -> str:
        reach_milestone(milestone=data["milestone"], on=data["on"], by=user)
        return "De mijlpaal is gehaald."

    make: Callable[..., ReachedForm] = partial(ReachedForm, procedure=procedure)
    return [Action("gehaald", "Mijlpaal gehaald", "Vastleggen", make, run)]


def _blocked(procedure: Procedure, state: State) -> list[str]:
    """What must be done before the next step, as sentences."""
    if state == State.DRAFT:
        return publication_faults(procedure)
    if procedure.is_tender and state == State.ASSESSING:
        return standing_faults(procedure)
    return []


def _lots(procedure: Procedure) -> list[tuple[Lot, list[ApplicationRow]]]:
    """Per lot the applications, by name. Four queries for any number of them."""
    return application_rows(
        procedure, list(procedure.lots.prefetch_related("products__product_code", "criteria"))
    )


def application_rows(procedure: Procedure, lots: list[Lot]) -> list[tuple[Lot, list[ApplicationRow]]]:
    """Applications of these lots of the procedure, by name. One query."""
    found = with_done(Application.objects.filter(lot__in=lots).with_outcome())
    rows: dict[int, list[ApplicationRow]] = {lot.pk: [] for lot in lots}
    for one in found.select_related("provider", "contract").order_by("provider__name", "pk"):
        rows[one.lot_id].append(
            ApplicationRow(one, state_in_words(one), _reassess_from(one, procedure.reassess_months))
        )
    return [(lot, rows[lot.pk]) for lot in lots]


def state_in_words(one: Any) -> str:
    """Of an application with its outcome and counts of assessments."""
    if one.contract_id and one.outcome != ProcedureDecision.LOST:
        return f"contract {one.contract.number}{'' if one.is_in_force else ' voorgesteld'}"
    if one.outcome:
        return str(ProcedureDecision(one.outcome).label)
    return "beoordeeld" if one.done >= one.needed else f"{one.done} van {one.needed} beoordelaars klaar"


def _reassess_from(one: Any, months: int | None) -> object:
    if one.outcome in {ProcedureDecision.ADMIT, ProcedureDecision.KEPT}:
        return reassess_on(one.outcome_on, months)
    return None
