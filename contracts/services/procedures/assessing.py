"""Judging and scoring, each assessor unseen of the others; and what settles their differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pghistory
from django.db import transaction
from django.utils import timezone

from contracts.choices import SettledBy
from contracts.models import (
    Application,
    Assessment,
    Consensus,
    Criterion,
    Judgement,
    Requirement,
    Score,
    Verdict,
)
from contracts.models.procedures.assessments import revealed_applications
from contracts.queries.procedures.judging import judged_requirements, requirements_for
from contracts.queries.procedures.standing import state_of
from contracts.rules.admission import JUDGES
from contracts.rules.procedures import State
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.dutch import number
from inkoop.base.models import User

OPEN_TO_JUDGING = {State.OPEN, State.BETWEEN, State.ASSESSING}


@dataclass(frozen=True)
class Judged:
    meets: bool
    reason: str = ""


@dataclass(frozen=True)
class Scored:
    points: Decimal
    reason: str


@transaction.atomic
def judge(*, application: Application, judged: Mapping[int, Judged], finish: bool, by: User) -> Assessment:
    """Keeps the judgements (requirement -> judgement) of one assessor; ``finish`` closes them for good.

    Raises Refused when the person may not judge here, or finishes with requirements left open.
    """
    assessment = _own_assessment(application, by)
    asked = {one.pk: one for one in requirements_for(assessment.application)}
    with pghistory.context(user=by.pk, reason="beoordeling"):
        for pk, one in judged.items():
            if not one.meets and not one.reason.strip():
                raise Refused(f"{asked[pk]}: schrijf waarom de inschrijving niet voldoet.")
            Judgement.objects.update_or_create(
                assessment=assessment,
                requirement=asked[pk],
                defaults={"meets": one.meets, "reason": one.reason.strip()},
            )
        if finish:
            done = set(assessment.judgements.values_list("requirement", flat=True))
            _finish(assessment, [str(one) for pk, one in asked.items() if pk not in done])
    return assessment


@transaction.atomic
def score(*, application: Application, scored: Mapping[int, Scored], finish: bool, by: User) -> Assessment:
    """Keeps the points (criterion -> score) of one assessor; ``finish`` closes them for good."""
    assessment = _own_assessment(application, by)
    criteria = {one.pk: one for one in assessment.application.lot.criteria.filter(formula="")}
    with pghistory.context(user=by.pk, reason="beoordeling"):
        for pk, one in scored.items():
            refuse_when(_points_fault(criteria[pk], one.points, one.reason))
            Score.objects.update_or_create(
                assessment=assessment,
                criterion=criteria[pk],
                defaults={"points": one.points, "reason": one.reason.strip()},
            )
        if finish:
            done = set(assessment.scores.values_list("criterion", flat=True))
            _finish(assessment, [str(one) for pk, one in criteria.items() if pk not in done])
    return assessment


@transaction.atomic
def settle(
    *,
    application: Application,
    requirement: Requirement,
    how: SettledBy,
    meets: bool,
    reason: str,
    by: User,
) -> Verdict:
    """The last word on a requirement on which the two assessors differ: of a third person, or of the two together."""
    locked = _locked(application)
    rows = {row.requirement.pk: row for row in judged_requirements(locked)}
    row = rows.get(requirement.pk)
    if row is None or not row.differs:
        raise Refused("Over deze eis verschillen de beoordelaars niet.")
    judges = {one.assessment.assessor_id for one in row.judgements}
    if how == SettledBy.THIRD and by.pk in judges:
        raise Refused("Een derde beoordelaar is iemand anders dan de twee die al oordeelden.")
    if how == SettledBy.CONSENSUS and by.pk not in judges:
        raise Refused("Consensus wordt vastgelegd door een van de twee beoordelaars.")
    if how == SettledBy.THIRD:
        refuse_when(_appointed_fault(locked, by))
    with pghistory.context(user=by.pk, reason=reason):
        return Verdict.objects.create(
            application=locked, requirement=requirement, how=how, meets=meets, reason=reason, by=by
        )


@transaction.atomic
def agree(
    *, application: Application, criterion: Criterion, points: Decimal, reason: str, by: User
) -> Consensus:
    """The points that the assessors agreed on together, after all of them scored every application of the lot."""
    locked = _locked(application)
    refuse_when(_appointed_fault(locked, by))
    refuse_when(_phase_fault(locked))
    refuse_when(_points_fault(criterion, points, reason))
    if not revealed_applications().filter(pk=locked.pk).exists():
        raise Refused("Nog niet alle beoordelaars zijn klaar met alle inschrijvingen van dit perceel.")
    if criterion.lot_id != locked.lot_id:
        raise Refused("Dit criterium hoort bij een ander perceel.")
    if criterion.formula:
        raise Refused("Deze punten volgen uit de prijs; daarover valt niets af te stemmen.")
    with pghistory.context(user=by.pk, reason=reason):
        consensus, _ = Consensus.objects.update_or_create(
            application=locked,
            criterion=criterion,
            defaults={"points": points, "reason": reason.strip(), "by": by},
        )
    return consensus


def why_not_assess(application: Application, user: User) -> str:
    """Why this person cannot judge this application now; empty = can."""
    if fault := _appointed_fault(application, user) or _phase_fault(application):
        return fault
    own = application.assessments.filter(assessor=user).first()
    if own is not None:
        return "U bent klaar met deze inschrijving." if own.finished_at else ""
    if not application.lot.procedure.is_tender and application.assessments.count() >= JUDGES:
        return "Twee anderen beoordelen deze inschrijving al."
    return ""


def _own_assessment(application: Application, by: User) -> Assessment:
    """The open assessment of this person, begun when there is none. Locks the application."""
    locked = _locked(application)
    refuse_when(why_not_assess(locked, by))
    own = locked.assessments.filter(assessor=by).first()
    if own is None:
        with pghistory.context(user=by.pk, reason="beoordeling begonnen"):
            own = Assessment.objects.create(
                application=locked, assessor=by, place=locked.assessments.count() + 1
            )
    own.application = locked
    return own


def _finish(assessment: Assessment, missing: list[str]) -> None:
    if missing:
        raise Refused(f"Nog niet beoordeeld: {'; '.join(missing)}.")
    assessment.finished_at = timezone.now()
    assessment.save(update_fields=["finished_at"])


def _locked(application: Application) -> Application:
    """With its procedure, so that no step of the procedure comes in between."""
    rows = Application.objects.select_for_update(of=("self", "lot__procedure"))
    return rows.select_related("lot__procedure", "provider").get(pk=application.pk)


def _appointed_fault(application: Application, user: User) -> str:
    if application.lot.procedure.assessors.filter(user=user).exists():
        return ""
    return "U bent geen beoordelaar van deze procedure."


def _phase_fault(application: Application) -> str:
    """An aanbesteding is opened after its deadline; an open house is judged as it comes in."""
    procedure = application.lot.procedure
    state = state_of(procedure, timezone.localdate())
    found = Application.objects.with_outcome().get(pk=application.pk)
    if found.outcome is not None:
        return "Over deze inschrijving is al besloten."
    if procedure.is_tender and state == State.OPEN:
        return "De inschrijving loopt nog. Beoordelen kan na de sluitingsdag."
    if application.reassesses_id is None and state not in OPEN_TO_JUDGING:
        return f"De procedure staat op “{state}”; er wordt niet beoordeeld."
    return ""


def _points_fault(criterion: Criterion, points: Decimal, reason: str) -> str:
    if not 0 <= points <= criterion.maximum:
        return f"{criterion}: geef 0 tot {number(criterion.maximum, 2)} punten."
    if not reason.strip():
        return f"{criterion}: schrijf waarom. Inschrijvers krijgen de motivering te lezen."
    return ""
