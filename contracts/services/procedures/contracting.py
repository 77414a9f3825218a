"""Draws, and contracts made from an admission or an award."""

from collections.abc import Sequence
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from contracts.choices import ProcedureDecision, ProcurementForm
from contracts.models import Application, ContractDecision, Decision, Lot, Procedure
from contracts.queries.procedures.ranking import standing_of
from contracts.queries.procedures.standing import facts_of, state_of
from contracts.rules.procedures import State
from contracts.rules.terms import TermError, Terms, parse_options
from contracts.services import decisions
from contracts.services.prices import Price
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.models import Municipality, User


@transaction.atomic
def record_draw(*, lot: Lot, order: Sequence[int], on: date, reason: str, by: User) -> Decision:
    """The outcome of a draw among the applications (keys) that are tied across the last award, first drawn first."""
    procedure = Procedure.objects.select_for_update().get(pk=lot.procedure_id)
    if facts_of(procedure).provisional_on is not None:
        raise Refused("De brieven zijn al verzonden; de rangorde ligt vast.")
    if on > timezone.localdate():
        raise Refused("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
    standing = standing_of(lot)
    if set(order) != set(standing.award.undecided) or len(order) != len(set(order)):
        raise Refused("Geef elke gelijk geëindigde inschrijver één eigen plaats in de loting.")
    with pghistory.context(user=by.pk, reason=reason):
        for place, pk in enumerate(order, start=1):
            application = standing.applications[pk]
            application.drawn = place
            application.save(update_fields=["drawn"])
    names = ", ".join(standing.applications[pk].provider.name for pk in order)
    return Decision.objects.create(
        procedure=procedure,
        kind=ProcedureDecision.DRAW,
        decided_on=on,
        reason=f"{lot}: {names}. {reason}"[:500],
        by=by,
    )


@transaction.atomic
def propose_contract(
    *, application: Application, number: str, on: date, reason: str, by: User
) -> ContractDecision:
    """The contract that follows from an admission or a definitive award, with the tariffs of the lot.

    A concept until another person approves it. ``on`` is the day of the decision; the term is that of the
    procedure, or for a later admission from ``on``. Raises Refused without admission or award.
    """
    rows = Application.objects.select_for_update(of=("self", "lot__procedure"))
    locked = rows.select_related("lot__procedure", "provider").get(pk=application.pk)
    refuse_when(_contract_fault(locked, on))
    procedure, begin = locked.lot.procedure, begin_of(locked, on)
    try:
        decision = decisions.propose_contract(
            number=number,
            provider=locked.provider,
            form=ProcurementForm(procedure.form),
            terms=Terms(begin, procedure.end, parse_options(procedure.options), procedure.notice_months),
            municipalities=Municipality.objects.filter(pk__in=procedure.municipality_ids),
            reason=reason,
            decided_on=on,
            by=by,
            responsible=procedure.responsible,
            prices=_prices(locked, begin),
        )
    except TermError as error:
        raise Refused(str(error)) from error
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    with pghistory.context(user=by.pk, reason=reason):
        locked.contract = decision.contract
        locked.save(update_fields=["contract"])
    return decision


def _prices(application: Application, begin: date) -> list[Price]:
    """At the tariffs that were offered, or at the published ones when the price was no criterion."""
    offered = dict(application.prices.values_list("product", "cents"))
    products = application.lot.products.select_related("product_code__merged_into")
    return [
        Price(one.product_code, begin, None, offered.get(one.pk, one.cents), one.unit) for one in products
    ]


def may_get_contract(application: Application) -> str:
    """Why no contract follows from this application now; empty = it does."""
    if application.contract_id is not None:
        return "Van deze inschrijving is al een contract voorgesteld of gemaakt."
    procedure = application.lot.procedure
    if not procedure.is_tender:
        found = Application.objects.with_outcome().get(pk=application.pk)
        if found.outcome in {ProcedureDecision.ADMIT, ProcedureDecision.KEPT}:
            return ""
        return "De aanbieder is niet toegelaten."
    if state_of(procedure, timezone.localdate()) != State.AWARDED:
        return "Er is nog niet definitief gegund."
    if application.pk not in standing_of(application.lot).award.awarded:
        return "Dit perceel is niet aan deze inschrijver gegund."
    return ""


def _contract_fault(application: Application, on: date) -> str:
    if fault := may_get_contract(application):
        return fault
    if on > timezone.localdate():
        return "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag."
    procedure = application.lot.procedure
    if procedure.end is not None and procedure.end < on and not procedure.is_tender:
        return f"De contracten van deze procedure lopen tot {procedure.end:%d-%m-%Y}; die dag is voorbij."
    return _decided_after(application, on)


def begin_of(application: Application, on: date) -> date:
    """First day of the contract: that of the procedure, or of a later admission to an open house."""
    procedure = application.lot.procedure
    return procedure.begin if procedure.is_tender else max(procedure.begin, on)


def _decided_after(application: Application, on: date) -> str:
    kinds = [ProcedureDecision.ADMIT, ProcedureDecision.KEPT, ProcedureDecision.AWARD]
    known = Decision.objects.filter(procedure=application.lot.procedure_id, kind__in=kinds)
    mine = known.filter(application__isnull=True) | known.filter(application=application)
    last = mine.order_by("-pk").first()
    if last is not None and on < last.decided_on:
        return f"Het besluit is van {last.decided_on:%d-%m-%Y}; het contract volgt daarop."
    return ""
