"""What a person can do with one application now."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils import timezone

from contracts.choices import ProcedureDecision, SettledBy
from contracts.forms.procedures import (
    AgreeForm,
    ContractForm,
    JudgeForm,
    ReasonForm,
    ScoreForm,
    SettleForm,
    TakeOutForm,
)
from contracts.models import Application, Criterion, Requirement
from contracts.models.procedures.assessments import revealed_applications
from contracts.queries.procedures.judging import judged_requirements, outcome_of, requirements_for
from contracts.queries.procedures.ranking import agreed_points
from contracts.queries.procedures.standing import state_of
from contracts.rules.admission import Finding
from contracts.rules.procedures import State
from contracts.services.procedures.applications import decide_admission, start_reassessment, take_out
from contracts.services.procedures.assessing import (
    OPEN_TO_JUDGING,
    Judged,
    Scored,
    agree,
    judge,
    score,
    settle,
    why_not_assess,
)
from contracts.services.procedures.contracting import may_get_contract, propose_contract
from inkoop.base.models import User
from inkoop.desk.views.actions import Action

MAY_ACT = "contracts.change_procedure"
YES = "ja"


def application_actions(application: Application, user: User) -> list[Action]:
    """In the order of the work: judge, settle, decide, contract."""
    decides = user.has_perm(MAY_ACT)
    is_tender = application.lot.procedure.is_tender
    actions = _own_work(application, user)
    actions += _agreements(application, user) if is_tender else _settlements(application, user)
    if not decides:
        return actions
    if application.outcome is None:
        actions += [] if is_tender else _admission(application, user)
        actions += _taking_out(application, user)
    if not may_get_contract(application):
        actions.append(_contract(application, user))
    return actions + _again(application, user)


def _own_work(application: Application, user: User) -> list[Action]:
    if why_not_assess(application, user):
        return []
    if application.lot.procedure.is_tender:
        return [_scoring(application, user)]
    return [_judging(application, user)]


def _judging(application: Application, user: User) -> Action:
    requirements = list(requirements_for(application))
    own = application.assessments.filter(assessor=user).first()
    given = own.judgements.all() if own else []
    initial: dict[str, Any] = {f"meets_{one.requirement_id}": YES if one.meets else "nee" for one in given}
    initial |= {f"reason_{one.requirement_id}": one.reason for one in given}

    def run(data: dict[str, Any]) -> str:
        judged = {
            one.pk: Judged(data[f"meets_{one.pk}"] == YES, data[f"reason_{one.pk}"])
            for one in requirements
            if data[f"meets_{one.pk}"]
        }
        judge(application=application, judged=judged, finish=data["finish"], by=user)
        return _kept(data)

    return Action(
        "beoordelen",
        "Uw beoordeling",
        "Beoordeling bewaren",
        partial(JudgeForm, requirements=requirements, initial=initial),
        run,
        "U ziet het oordeel van de andere beoordelaar pas als u allebei klaar bent.",
        is_open=True,
    )


def _scoring(application: Application, user: User) -> Action:
    criteria = list(application.lot.criteria.filter(formula=""))
    own = application.assessments.filter(assessor=user).first()
    given = own.scores.all() if own else []
    initial: dict[str, Any] = {f"points_{one.criterion_id}": one.points for one in given}
    initial |= {f"reason_{one.criterion_id}": one.reason for one in given}

    def run(data: dict[str, Any]) -> str:
        scored = {
            one.pk: Scored(data[f"points_{one.pk}"], data[f"reason_{one.pk}"])
            for one in criteria
            if data[f"points_{one.pk}"] is not None
        }
        score(application=application, scored=scored, finish=data["finish"], by=user)
        return _kept(data)

    return Action(
        "scoren",
        "Uw scores",
        "Scores bewaren",
        partial(ScoreForm, criteria=criteria, initial=initial),
        run,
        "U ziet de scores van anderen pas als alle beoordelaars klaar zijn met alle inschrijvingen van dit perceel.",
        is_open=True,
    )


def _kept(data: Mapping[str, Any]) -> str:
    return "Uw beoordeling is klaar." if data["finish"] else "Bewaard; u kunt later verdergaan."


def _settlements(application: Application, user: User) -> list[Action]:
    rows = [row for row in judged_requirements(application) if row.differs]
    is_judge = application.assessments.filter(assessor=user).exists()
    how = SettledBy.CONSENSUS if is_judge else SettledBy.THIRD
    return [_settlement(application, row.requirement, how, user) for row in rows]


def _settlement(application: Application, requirement: Requirement, how: SettledBy, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        settle(
            application=application,
            requirement=requirement,
            how=SettledBy(data["how"]),
            meets=data["meets"] == YES,
            reason=data["reason"],
            by=user,
        )
        return "Het eindoordeel is vastgelegd."

    return Action(
        f"eindoordeel-{requirement.pk}",
        f"Eindoordeel over eis {requirement.number}",
        "Eindoordeel vastleggen",
        partial(SettleForm, initial={"how": how}),
        run,
        "De beoordelaars verschillen. Een derde beoordelaar beslist, of zij komen samen tot consensus.",
        is_open=True,
    )


def _agreements(application: Application, user: User) -> list[Action]:
    """For an assessor, once all scores may be seen and before the letters."""
    procedure = application.lot.procedure
    if state_of(procedure, timezone.localdate()) != State.ASSESSING or application.outcome is not None:
        return []
    if not procedure.assessors.filter(user=user).exists():
        return []
    if not revealed_applications().filter(pk=application.pk).exists():
        return []
    criteria = list(application.lot.criteria.filter(formula=""))
    agreed = agreed_points(application.lot, criteria, {})[application.pk]
    return [_agreement(application, one, user, is_open=one.pk not in agreed) for one in criteria]


def _agreement(application: Application, criterion: Criterion, user: User, *, is_open: bool) -> Action:
    def run(data: dict[str, Any]) -> str:
        agree(
            application=application,
            criterion=criterion,
            points=data["points"],
            reason=data["reason"],
            by=user,
        )
        return f"De consensus over {criterion.name} is vastgelegd."

    return Action(
        f"consensus-{criterion.pk}",
        f"Consensus over criterium {criterion.number}: {criterion.name}",
        "Consensus vastleggen",
        partial(AgreeForm, criterion=criterion),
        run,
        ""
        if is_open
        else "De scores zijn gelijk of al afgestemd; opnieuw vastleggen kan tot de brieven uitgaan.",
        is_open=is_open,
    )


def _admission(application: Application, user: User) -> list[Action]:
    outcome = outcome_of(judged_requirements(application))
    if outcome not in {Finding.MET, Finding.NOT_MET}:
        return []
    title = "Toelaten" if outcome == Finding.MET else "Afwijzen"
    if application.reassesses_id is not None:
        title = "Toelating behouden" if outcome == Finding.MET else "Toelating laten vervallen"

    def run(data: dict[str, Any]) -> str:
        decision = decide_admission(application=application, on=data["on"], reason=data["reason"], by=user)
        return f"Vastgelegd: {decision.get_kind_display()}."

    explain = "Elke eis is beoordeeld: de uitkomst volgt daaruit. Wie voldoet, wordt toegelaten."
    return [Action("besluiten", title, title, ReasonForm, run, explain, is_open=True)]


def _taking_out(application: Application, user: User) -> list[Action]:
    state = state_of(application.lot.procedure, timezone.localdate())
    if application.reassesses_id is not None or state not in OPEN_TO_JUDGING:
        return []

    def run(data: dict[str, Any]) -> str:
        kind = ProcedureDecision(data["kind"])
        take_out(application=application, kind=kind, on=data["on"], reason=data["reason"], by=user)
        return f"Vastgelegd: {kind.label}."

    return [Action("uithalen", "Ongeldig of teruggetrokken", "Vastleggen", TakeOutForm, run)]


def _contract(application: Application, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        decision = propose_contract(
            application=application, number=data["number"], on=data["on"], reason=data["reason"], by=user
        )
        number = decision.contract.number
        return f"Contract {number} is voorgesteld, met de tarieven van het perceel. Een ander stelt het vast."

    lot = application.lot
    initial = {"number": f"{lot.procedure.code}-{lot.number}-{application.provider.agb}"}
    return Action(
        "contract",
        "Contract voorstellen",
        "Contract voorstellen",
        partial(ContractForm, initial=initial),
        run,
        "Looptijd, opties en gemeenten komen uit de procedure; de tarieven uit het perceel. Het geldt zodra een ander "
        "het vaststelt.",
        is_open=True,
    )


def _again(application: Application, user: User) -> list[Action]:
    if application.outcome not in {ProcedureDecision.ADMIT, ProcedureDecision.KEPT}:
        return []

    def run(data: dict[str, Any]) -> str:
        start_reassessment(application=application, on=data["on"], reason=data["reason"], by=user)
        return "De herbeoordeling is begonnen; zij staat als eigen regel onder het perceel."

    explain = "Twee mensen beoordelen dezelfde eisen opnieuw. De toelating geldt tot er is besloten."
    return [
        Action(
            "herbeoordelen", "Toelating herbeoordelen", "Herbeoordeling beginnen", ReasonForm, run, explain
        )
    ]
