"""Everything about one contract."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from contracts.admin.pictures import time_line
from contracts.choices import ContractStatus, SpendingStep
from contracts.models import (
    Contract,
    ContractDecision,
    ContractDocument,
    Instalment,
    LumpSum,
    PriceDecision,
    SpendingRoom,
    SpendingRoomVersion,
    SpendingStepTaken,
)
from contracts.queries import contract_page as queries
from contracts.queries.contract_page import Stretch
from contracts.queries.deadlines import OF_CONTRACTS, deadlines
from contracts.queries.spending import RoomState, room_states
from contracts.queries.status import with_status
from contracts.rules.terms import notice_by
from inkoop.base.admin.history import Event, history_of_all
from inkoop.base.dutch import percent
from inkoop.base.parameters import values_at

EVENTS_SHOWN = 40


def contract_context(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    today = timezone.localdate()
    listed = with_status(Contract.objects.filter(pk=contract.pk), today=today).get()
    names = queries.municipality_names()
    versions = queries.versions_of(contract, names)
    current = versions[0] if versions else None
    terms = queries.readable_terms(current.version) if current else None
    status = ContractStatus(listed.status)  # type: ignore[attr-defined]  # annotated
    rooms = room_states(
        SpendingRoom.objects.filter(contract=contract), today=today, parameters=values_at(today)
    )
    stretches = _stretches(contract, terms, rooms, today) if terms else []
    proposal = queries.open_proposal(contract)
    day = _asked_day(request, today)
    return {
        "title": f"Contract {contract.number}",
        "contract": contract,
        "status": status,
        "current": current,
        "terms": terms,
        "notice_by": notice_by(terms) if terms else None,
        "versions": versions,
        "turned_down": queries.turned_down(contract),
        "proposal": proposal,
        "proposed_places": queries.places(proposal, names) if proposal else [],
        "proposed_prices": queries.prices_with(proposal) if proposal else [],
        "price_proposals": queries.open_prices(contract),
        "excluded": queries.exclusions_of(contract, current.version, today) if current else [],
        "is_own_proposal": proposal is not None and proposal.proposed_by_id == request.user.pk,
        "possible": [] if proposal else queries.possible_decisions(status, terms),
        "stretches": stretches,
        "chart": time_line(stretches, today) if stretches else None,
        "rooms": rooms,
        "lump_sums": list(contract.lump_sums.select_related("product_code").prefetch_related("instalments")),
        "tariffs": queries.tariffs_of(contract, day, as_of=today),
        "tariff_day": day,
        "deadlines": [
            one for one in deadlines(today=today, sources=OF_CONTRACTS) if one.due.contract == contract
        ],
        "documents": list(contract.documents.select_related("added_by", "decision")),
        "successors": list(contract.successors.order_by("number")),
        "events": changes_of(contract)[:EVENTS_SHOWN],
        "steps": SpendingStep,
    }


def changes_of(contract: Contract) -> list[Event]:
    """What changed in the contract and in all that hangs on it, newest first. Queries: one per kind, and names."""
    own = {"contract": contract}
    return history_of_all(
        Contract.objects.filter(pk=contract.pk),
        ContractDecision.objects.filter(**own),
        PriceDecision.objects.filter(**own),
        ContractDocument.objects.filter(**own),
        LumpSum.objects.filter(**own),
        Instalment.objects.filter(lump_sum__contract=contract),
        SpendingRoomVersion.objects.filter(room__contract=contract),
        SpendingStepTaken.objects.filter(version__room__contract=contract),
    )


def _asked_day(request: HttpRequest, today: date) -> date:
    """The day in the query string; today when it is absent or no day."""
    try:
        return date.fromisoformat(request.GET.get("op", ""))
    except ValueError:
        return today


def _stretches(contract: Contract, terms: Any, rooms: list[RoomState], today: date) -> list[Stretch]:
    return [
        *queries.term_stretches(terms),
        *queries.tariff_stretches(contract, as_of=today),
        *(_room_stretch(state) for state in sorted(rooms, key=lambda state: state.room.year)),
    ]


def _room_stretch(state: RoomState) -> Stretch:
    """The year of a ceiling, filled as far as it was declared."""
    room, share = state.room, state.declared_share
    part = room.product_code.code if room.product_code else room.category_id
    name = f"Plafond {room.year}" + (f" {part}" if part else "")
    begin = max(date(room.year, 1, 1), state.version.begin or date.min)
    return Stretch(
        name,
        "plafond",
        begin,
        date(room.year, 12, 31),
        f"{percent(share, 0)} gedeclareerd",
        float(share or 0),
    )
