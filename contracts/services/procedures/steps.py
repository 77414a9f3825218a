"""The steps of a procedure: each is a decision with a day, a body, a reason and an actor."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone

from contracts.choices import DecidedBy, ProcedureDecision
from contracts.models import Decision, EntryWindow, Lot, Milestone, Procedure
from contracts.queries.exclusions import contradiction
from contracts.queries.procedures.offers import priced_products
from contracts.queries.procedures.ranking import rule_criteria, standing_of
from contracts.queries.procedures.standing import facts_of, newest
from contracts.rules.awarding import weights_fault
from contracts.rules.procedures import Facts, State, Step, state_on, why_not
from contracts.services.prices import not_agreeable
from contracts.services.procedures.letters import send_letters
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from inkoop.base.workdays import term_end
from providers.models import Provider

KIND_OF = {
    Step.PUBLISH: ProcedureDecision.PUBLISH,
    Step.PROVISIONAL: ProcedureDecision.PROVISIONAL,
    Step.OBJECTION: ProcedureDecision.OBJECTION,
    Step.SETTLED: ProcedureDecision.SETTLED,
    Step.AWARD: ProcedureDecision.AWARD,
    Step.END: ProcedureDecision.END,
    Step.WITHDRAW: ProcedureDecision.WITHDRAW,
}
LEAST_ASSESSORS = 2
OPEN_TO_ROUNDS = {State.PUBLISHED, State.OPEN, State.BETWEEN, State.ASSESSING}


@transaction.atomic
def take_step(
    *, procedure: Procedure, step: Step, on: date, body: DecidedBy, reason: str, by: User
) -> Decision:
    """Raises Refused when the rules or the state of the procedure do not allow it on that day."""
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    facts = facts_of(locked)
    refuse_when(_date_fault(locked, on))
    refuse_when(why_not(step, facts, on))
    refuse_when(_content_fault(locked, step, facts, on))
    with pghistory.context(user=by.pk, reason=reason):
        decision = Decision.objects.create(
            procedure=locked,
            kind=KIND_OF[step],
            decided_on=on,
            until=_term(step, on),
            body=body,
            reason=reason,
            by=by,
        )
        if step == Step.PROVISIONAL:
            send_letters(procedure=locked, decision=decision, by=by)
    return decision


@transaction.atomic
def record_board_decision(
    *, procedure: Procedure, on: date, body: DecidedBy, reason: str, by: User
) -> Decision:
    """A decision of a board along the way; moves nothing by itself."""
    refuse_when(_future_fault(on))
    return Decision.objects.create(
        procedure=procedure, kind=ProcedureDecision.BOARD, decided_on=on, body=body, reason=reason, by=by
    )


@transaction.atomic
def add_window(*, procedure: Procedure, begin: date, end: date, by: User) -> EntryWindow:
    """One more round of an open house that is published, made known before it begins. Raises Refused."""
    locked = Procedure.objects.select_for_update().get(pk=procedure.pk)
    state = state_on(facts_of(locked), timezone.localdate())
    if locked.is_tender:
        raise Refused("Een aanbesteding heeft één inschrijfronde.")
    if state not in OPEN_TO_ROUNDS:
        raise Refused(f"De procedure staat op “{state}”; er komen geen rondes meer bij.")
    if end < begin:
        raise Refused("De ronde eindigt voor zij begint. Kies een latere laatste dag.")
    if begin < timezone.localdate():
        raise Refused("Een ronde wordt vooraf bekendgemaakt. Laat haar vandaag of later beginnen.")
    if locked.windows.filter(begin__lte=end, end__gte=begin).exists():
        raise Refused("In deze dagen loopt al een ronde. Kies andere dagen.")
    with pghistory.context(user=by.pk, reason="inschrijfronde toegevoegd"):
        return EntryWindow.objects.create(procedure=locked, begin=begin, end=end)


@transaction.atomic
def assign(*, procedure: Procedure, responsible: User, reason: str, by: User) -> None:
    """Who gets the dates of the procedure."""
    with pghistory.context(user=by.pk, reason=reason):
        procedure.responsible = responsible
        procedure.save(update_fields=["responsible"])


@transaction.atomic
def plan_milestone(*, procedure: Procedure, name: str, planned_on: date, by: User) -> Milestone:
    """The same name again moves the day."""
    with pghistory.context(user=by.pk, reason="mijlpaal gepland"):
        milestone, _ = Milestone.objects.update_or_create(
            procedure=procedure, name=name, defaults={"planned_on": planned_on}
        )
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, on: date, by: User) -> None:
    refuse_when(_future_fault(on))
    with pghistory.context(user=by.pk, reason="mijlpaal gehaald"):
        milestone.reached_on = on
        milestone.save(update_fields=["reached_on"])


def publication_faults(procedure: Procedure) -> list[str]:
    """All that is missing before a procedure can be published; empty = nothing."""
    faults = []
    windows = list(procedure.windows.all())
    lots = list(procedure.lots.prefetch_related("products", "criteria"))
    if not windows:
        faults.append(
            "Er is geen inschrijfronde. Voeg toe van wanneer tot wanneer aanbieders zich inschrijven."
        )
    if procedure.is_tender and len(windows) > 1:
        faults.append("Een aanbesteding heeft één inschrijfronde. Haal de andere weg.")
    if not lots:
        faults.append("Er is geen perceel. Voeg er ten minste één toe.")
    if not procedure.requirements.exists():
        faults.append("Er zijn geen eisen. Wie zich inschrijft moet vooraf weten waaraan wordt getoetst.")
    if procedure.assessors.count() < LEAST_ASSESSORS:
        faults.append("Wijs ten minste twee beoordelaars aan.")
    for lot in lots:
        faults += _product_faults(procedure, lot)
        if procedure.is_tender:
            fault = weights_fault(rule_criteria(list(lot.criteria.all())))
            faults += [f"{lot}: {fault}"] if fault else []
            faults += _volume_faults(lot)
        elif lot.max_awards is not None:
            faults.append(f"{lot}: een open house kent geen hoogste aantal. Maak dat veld leeg.")
    return faults


def _product_faults(procedure: Procedure, lot: Lot) -> list[str]:
    """Products that may not be agreed on from the begin of the contracts, or not by a municipality named."""
    products = [one.product_code for one in lot.products.select_related("product_code__merged_into")]
    if not products:
        return [f"{lot} heeft geen producten. Voeg producten met hun tarief toe."]
    first = max(procedure.begin, timezone.localdate())
    found = [not_agreeable(one, procedure.begin) for one in products]
    found.append(contradiction(products, procedure.municipality_ids, first, procedure.end))
    return [f"{lot}: {fault}" for fault in found if fault]


def _volume_faults(lot: Lot) -> list[str]:
    """Products whose tariff cannot be weighed, when the price is a criterion."""
    codes = [one.product_code.code for one in priced_products(lot) if one.volume is None]
    if not codes:
        return []
    return [f"{lot}: vul het verwachte aantal per jaar in van {', '.join(codes)}; daarmee weegt de prijs."]


def standing_faults(procedure: Procedure) -> list[str]:
    """What stands between the assessments and a provisional award, lot by lot; empty = nothing."""
    faults = []
    for lot in procedure.lots.all():
        standing = standing_of(lot)
        if standing.unfinished:
            names = ", ".join(one.provider.name for one in standing.unfinished)
            faults.append(f"{lot}: nog niet door alle beoordelaars gescoord: {names}.")
        if standing.unsettled:
            faults.append(
                f"{lot}: over {len(standing.unsettled)} scores verschillen de beoordelaars. Leg de consensus vast."
            )
        if standing.award.undecided:
            names = ", ".join(standing.applications[pk].provider.name for pk in standing.award.undecided)
            faults.append(f"{lot}: {names} staan gelijk op de grens. Loot, en leg de uitslag vast.")
    return faults


def _content_fault(procedure: Procedure, step: Step, facts: Facts, on: date) -> str:
    if step == Step.PUBLISH:
        faults = publication_faults(procedure)
        first = min((begin for begin, _ in facts.windows), default=on)
        if first < on:
            faults.append("De eerste inschrijfronde begint vóór de publicatie. Verschuif de ronde of de dag.")
        return " ".join(faults)
    if step == Step.PROVISIONAL:
        return " ".join(standing_faults(procedure))
    if step == Step.AWARD:
        return " ".join(_excluded_faults(procedure, on))
    return ""


def _excluded_faults(procedure: Procedure, on: date) -> list[str]:
    """Of those who would get a contract."""
    awarded = [pk for lot in procedure.lots.all() for pk in standing_of(lot).award.awarded]
    barred = Provider.objects.filter(applications__in=awarded, excluded_until__gte=on).distinct()
    return [f"{one.name} is uitgesloten t/m {one.excluded_until:%d-%m-%Y}." for one in barred]


def _term(step: Step, on: date) -> date | None:
    if step != Step.PROVISIONAL:
        return None
    return term_end(on, int(value_at("standstill_days", on)))


def _date_fault(procedure: Procedure, on: date) -> str:
    last = newest_of(procedure)
    if last and on < last.decided_on:
        return f"Het vorige besluit is van {last.decided_on:%d-%m-%Y}. Kies die dag of een latere."
    return _future_fault(on)


def newest_of(procedure: Procedure) -> Decision | None:
    """The last step that was taken; board decisions aside."""
    steps = [newest(procedure.decisions.all(), kind) for kind in KIND_OF.values()]
    return max((one for one in steps if one), key=lambda one: one.pk, default=None)


def _future_fault(on: date) -> str:
    return (
        "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag." if on > timezone.localdate() else ""
    )


__all__ = [
    "Refused",
    "add_window",
    "assign",
    "plan_milestone",
    "publication_faults",
    "reach_milestone",
    "record_board_decision",
    "standing_faults",
    "take_step",
]
