"""Applications: receive them, decide about them, judge an admission again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from contracts.choices import ProcedureDecision, ProcurementForm
from contracts.models import (
    Answer,
    Application,
    Decision,
    Lot,
    LotProduct,
    OfferedPrice,
    Procedure,
    Requirement,
)
from contracts.queries.procedures.judging import judged_requirements, outcome_of, requirements_for
from contracts.queries.procedures.offers import priced_products
from contracts.queries.procedures.standing import facts_of
from contracts.rules.admission import Finding, first_possible_day, may_apply
from contracts.rules.procedures import State, state_on
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.dutch import euro, long_date
from inkoop.base.models import User
from providers.models import Evidence, Provider

NO_PRICES: Mapping[int, int] = {}
OVER = {State.WITHDRAWN, State.ENDED, State.AWARDED}


@dataclass(frozen=True)
class Given:
    """What an applicant says to one requirement."""

    requirement: Requirement
    text: str = ""
    evidence: Evidence | None = None


@transaction.atomic
def register_application(
    *,
    lot: Lot,
    provider: Provider,
    submitted_on: date,
    given: Iterable[Given],
    by: User,
    prices: Mapping[int, int] = NO_PRICES,
) -> Application:
    """``prices``: product of the lot (key) -> offered cents per unit, when the price is a criterion.

    Raises Refused when the entry was not open that day, the provider is excluded or applied before, or a tariff
    is missing or higher than published.
    """
    procedure = Procedure.objects.select_for_update().get(pk=lot.procedure_id)
    refuse_when(_entry_fault(procedure, submitted_on))
    refuse_when(_provider_fault(provider, submitted_on))
    window = procedure.windows.filter(begin__lte=submitted_on, end__gte=submitted_on).get()
    refuse_when(_repeat_fault(lot, provider))
    priced = priced_products(lot)
    refuse_when(_price_fault(priced, prices))
    asked = {one.pk for one in requirements_for(Application(lot=lot))}
    with pghistory.context(user=by.pk, reason="inschrijving ontvangen"):
        application = Application.objects.create(
            lot=lot, provider=provider, window=window, submitted_on=submitted_on
        )
        Answer.objects.bulk_create(
            Answer(application=application, requirement=one.requirement, text=one.text, evidence=one.evidence)
            for one in given
            if one.requirement.pk in asked and (one.text or one.evidence)
        )
        OfferedPrice.objects.bulk_create(
            OfferedPrice(application=application, product=one, cents=prices[one.pk]) for one in priced
        )
    return application


@transaction.atomic
def decide_admission(*, application: Application, on: date, reason: str, by: User) -> Decision:
    """Admits or refuses by what the assessors found; there is nothing to choose. Raises Refused while undecided."""
    locked = _locked(application)
    refuse_when(_undecidable(locked, on))
    refuse_when("" if locked.lot.procedure.form == ProcurementForm.OPEN_HOUSE else NO_OPEN_HOUSE)
    outcome = outcome_of(judged_requirements(locked))
    if outcome == Finding.OPEN:
        raise Refused("Nog niet elke eis is door twee mensen beoordeeld.")
    if outcome == Finding.DIFFER:
        raise Refused("De beoordelaars verschillen nog over een eis. Leg eerst het eindoordeel vast.")
    kinds = {
        (True, False): ProcedureDecision.ADMIT,
        (False, False): ProcedureDecision.REFUSE,
        (True, True): ProcedureDecision.KEPT,
        (False, True): ProcedureDecision.LOST,
    }
    kind = kinds[outcome == Finding.MET, locked.reassesses_id is not None]
    return _decide(locked, kind, on, reason, by)


@transaction.atomic
def take_out(
    *, application: Application, kind: ProcedureDecision, on: date, reason: str, by: User
) -> Decision:
    """Declares an application invalid, or notes that the applicant took it back."""
    if kind not in {ProcedureDecision.INVALID, ProcedureDecision.RETRACTED}:
        raise ValueError(kind)
    locked = _locked(application)
    refuse_when(_undecidable(locked, on))
    facts = facts_of(locked.lot.procedure)
    if facts.provisional_on is not None:
        raise Refused("De brieven zijn al verzonden; de rangorde ligt vast. Trek zo nodig de procedure in.")
    return _decide(locked, kind, on, reason, by)


@transaction.atomic
def start_reassessment(*, application: Application, on: date, reason: str, by: User) -> Application:
    """A new round of judgement over the same answers, for an admission that stands."""
    locked = _locked(application)
    found = Application.objects.with_outcome().get(pk=locked.pk)
    if found.outcome not in {ProcedureDecision.ADMIT, ProcedureDecision.KEPT}:
        raise Refused("Alleen een toelating die nu geldt, kan opnieuw worden beoordeeld.")
    if open_reassessments(found).exists():
        raise Refused("Er loopt al een herbeoordeling van deze toelating.")
    refuse_when(_future_fault(on))
    with pghistory.context(user=by.pk, reason=reason):
        again = Application.objects.create(
            lot=locked.lot,
            provider=locked.provider,
            reassesses=locked,
            submitted_on=on,
            contract=locked.contract,
        )
        Answer.objects.bulk_create(
            Answer(application=again, requirement=one.requirement, text=one.text, evidence=one.evidence)
            for one in locked.answers.select_related("requirement", "evidence")
        )
    return again


def open_reassessments(application: Application) -> QuerySet[Any]:
    again: QuerySet[Any] = Application.objects.filter(reassesses=application).with_outcome()
    return again.filter(outcome__isnull=True)


@transaction.atomic
def change_answer(*, answer: Answer, text: str, evidence: Evidence | None, reason: str, by: User) -> None:
    """A correction or an added paper, before anybody has finished judging."""
    locked = _locked(answer.application)
    if locked.assessments.filter(finished_at__isnull=False).exists():
        raise Refused("Een beoordelaar is al klaar; de antwoorden liggen vast.")
    with pghistory.context(user=by.pk, reason=reason):
        answer.text, answer.evidence = text, evidence
        answer.save(update_fields=["text", "evidence"])


NO_OPEN_HOUSE = "Alleen bij een open house wordt toegelaten; hier wordt gegund."


def _locked(application: Application) -> Application:
    """With its procedure, so that no step of the procedure comes in between."""
    rows = Application.objects.select_for_update(of=("self", "lot__procedure"))
    return rows.select_related("lot__procedure", "provider").get(pk=application.pk)


def _decide(application: Application, kind: ProcedureDecision, on: date, reason: str, by: User) -> Decision:
    return Decision.objects.create(
        procedure=application.lot.procedure,
        application=application,
        kind=kind,
        decided_on=on,
        reason=reason,
        by=by,
    )


def _undecidable(application: Application, on: date) -> str:
    found = Application.objects.with_outcome().get(pk=application.pk)
    if found.outcome is not None:
        return "Over deze inschrijving is al besloten."
    if on < application.submitted_on:
        return (
            f"De inschrijving is pas op {long_date(application.submitted_on)} ontvangen. Kies een latere dag."
        )
    return _future_fault(on)


def _entry_fault(procedure: Procedure, day: date) -> str:
    facts = facts_of(procedure)
    if fault := _future_fault(day):
        return fault
    if state_on(facts, timezone.localdate()) in OVER or facts.provisional_on is not None:
        return "Deze procedure neemt geen inschrijvingen meer aan."
    state = state_on(facts, day)
    if state != State.OPEN:
        rounds = " en ".join(f"{begin:%d-%m-%Y} t/m {end:%d-%m-%Y}" for begin, end in facts.windows)
        return f"Op {long_date(day)} was de inschrijving niet open ({state}). Open: {rounds or 'nog nooit'}."
    return ""


def _provider_fault(provider: Provider, day: date) -> str:
    if may_apply(provider.excluded_until, day) or provider.excluded_until is None:
        return ""
    return (
        f"{provider.name} is uitgesloten t/m {long_date(provider.excluded_until)}. "
        f"Inschrijven kan vanaf {long_date(first_possible_day(provider.excluded_until))}."
    )


def _price_fault(products: list[LotProduct], prices: Mapping[int, int]) -> str:
    for one in products:
        cents = prices.get(one.pk, 0)
        if cents <= 0:
            return f"Vul het aangeboden tarief van {one.product_code.code} in."
        if cents > one.cents:
            return (
                f"Voor {one.product_code.code} is ten hoogste {euro(one.cents)} gepubliceerd; {euro(cents)} is meer. "
                "Een hoger tarief doet niet mee."
            )
    return ""


def _repeat_fault(lot: Lot, provider: Provider) -> str:
    """Once per lot, unless the earlier one was refused, lost, invalid or taken back."""
    earlier = Application.objects.filter(lot=lot, provider=provider, reassesses=None).with_outcome()
    running = [None, ProcedureDecision.ADMIT, ProcedureDecision.KEPT]
    if any(one.outcome in running for one in earlier):
        return f"{provider.name} heeft zich al ingeschreven voor {lot}."
    return ""


def _future_fault(on: date) -> str:
    return (
        "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag." if on > timezone.localdate() else ""
    )
