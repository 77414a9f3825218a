"""Draws, and contracts made from an admission or an award."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pghistory
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from contracts.choices import ProcedureDecision
from contracts.models import (
    Application,
    Contract,
    ContractVersion,
    Decision,
    Lot,
    Procedure,
    Tariff,
)
from contracts.queries.procedures.ranking import standing_of
from contracts.queries.procedures.standing import facts_of, state_of
from contracts.queries.terms import with_terms
from contracts.rules.procedures import State
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import User
from inkoop.base.services import record_by_hand


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
def make_contract(*, application: Application, number: str, on: date, reason: str, by: User) -> Contract:
    """The contract that follows from an admission or a definitive award, with the tariffs of the lot.

    ``on`` is the day on which it becomes known (``received_on``); the term is that of the procedure, or for
    a later admission from ``on``. Raises Refused without admission or award, or when the number is taken.
    """
    rows = Application.objects.select_for_update(of=("self", "lot__procedure"))
    locked = rows.select_related("lot__procedure", "provider").get(pk=application.pk)
    refuse_when(_contract_fault(locked, number, on))
    procedure, products = locked.lot.procedure, list(locked.lot.products.all())
    begin = begin_of(locked, on)
    what = f"{procedure.code} {locked.provider.name}"
    with pghistory.context(user=by.pk, reason=reason):
        contract = Contract.objects.create(number=number, provider=locked.provider)
        ContractVersion.objects.create(
            contract=contract,
            form=procedure.form,
            begin=begin,
            end=procedure.end,
            options=procedure.options,
            notice_months=procedure.notice_months,
            municipality_ids=procedure.municipality_ids,
            delivery=record_by_hand(kind=DeliveryKind.CONTRACTS, what=what, rows=1, received_on=on, by=by),
            row_number=1,
            received_on=on,
        )
        prices = record_by_hand(
            kind=DeliveryKind.TARIFFS, what=what, rows=len(products), received_on=on, by=by
        )
        Tariff.objects.bulk_create(
            Tariff(
                contract=contract,
                product_code_id=product.product_code_id,
                begin=begin,
                end=None,
                cents=product.cents,
                unit=product.unit,
                delivery=prices,
                row_number=place,
                received_on=on,
            )
            for place, product in enumerate(products, start=1)
        )
        locked.contract = contract
        locked.save(update_fields=["contract"])
    Decision.objects.create(
        procedure=procedure,
        application=locked,
        contract=contract,
        kind=ProcedureDecision.CONTRACT,
        decided_on=on,
        reason=reason,
        by=by,
    )
    return contract


def may_get_contract(application: Application) -> str:
    """Why no contract follows from this application now; empty = it does."""
    if application.contract_id is not None:
        return "Van deze inschrijving is al een contract gemaakt."
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


def _contract_fault(application: Application, number: str, on: date) -> str:
    if fault := may_get_contract(application):
        return fault
    if on > timezone.localdate():
        return "Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag."
    if Contract.objects.filter(number=number).exists():
        return f"Contractnummer {number} bestaat al. Kies een ander nummer."
    procedure = application.lot.procedure
    if procedure.end is not None and procedure.end < on and not procedure.is_tender:
        return f"De contracten van deze procedure lopen tot {procedure.end:%d-%m-%Y}; die dag is voorbij."
    return _decided_after(application, on) or _clash(application, begin_of(application, on))


def begin_of(application: Application, on: date) -> date:
    """First day of the contract: that of the procedure, or of a later admission to an open house."""
    procedure = application.lot.procedure
    return procedure.begin if procedure.is_tender else max(procedure.begin, on)


def _clash(application: Application, begin: date) -> str:
    """Two contracts must not give one product two prices on one day in one municipality."""
    procedure = application.lot.procedure
    others: QuerySet[Any] = with_terms(
        Contract.objects.filter(provider=application.provider_id), as_of=timezone.localdate()
    )
    meeting = others.filter(Q(end=None) | Q(end__gte=begin))
    if procedure.end is not None:
        meeting = meeting.filter(begin__lte=procedure.end)
    if procedure.municipality_ids:
        meeting = meeting.filter(
            Q(municipality_ids__overlap=procedure.municipality_ids) | Q(municipality_ids=[])
        )
    tariffs = Tariff.objects.filter(
        Q(end=None) | Q(end__gte=begin),
        contract__in=meeting.values("pk"),
        product_code__in=application.lot.products.values("product_code"),
        superseded_on=None,
    )
    first = tariffs.select_related("contract", "product_code").order_by("contract__number").first()
    if first is None:
        return ""
    return (
        f"Contract {first.contract.number} geeft {first.product_code.code} in deze periode al een tarief. "
        "Laat dat contract eerst eindigen."
    )


def _decided_after(application: Application, on: date) -> str:
    kinds = [ProcedureDecision.ADMIT, ProcedureDecision.KEPT, ProcedureDecision.AWARD]
    known = Decision.objects.filter(procedure=application.lot.procedure_id, kind__in=kinds)
    mine = known.filter(application__isnull=True) | known.filter(application=application)
    last = mine.order_by("-pk").first()
    if last is not None and on < last.decided_on:
        return f"Het besluit is van {last.decided_on:%d-%m-%Y}; het contract volgt daarop."
    return ""
