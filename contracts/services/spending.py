"""Ceilings: what is agreed, what the system sees, and the steps that people take."""

import logging
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from contracts.choices import SpendingStep
from contracts.models import (
    Contract,
    ContractDecision,
    ProductCategory,
    ProductCode,
    SpendingRoom,
    SpendingRoomVersion,
    SpendingStepTaken,
)
from contracts.queries.spending import RoomState, room_states
from contracts.rules.spending import FOLLOWS
from contracts.services.audit import because
from inkoop.base.models import User
from inkoop.base.parameters import values_at

logger = logging.getLogger(__name__)

SEEN = "Vanzelf vastgelegd uit de cijfers van die dag."


@transaction.atomic
def set_spending_room(
    *,
    contract: Contract,
    year: int,
    amount: int,
    reason: str,
    by: User,
    today: date,
    category: ProductCategory | None = None,
    product_code: ProductCode | None = None,
    begin: date | None = None,
    decision: ContractDecision | None = None,
) -> SpendingRoomVersion:
    """A new amount (cents for a whole year) from today's knowledge on; earlier amounts stay readable.

    Raises ValidationError when nothing changes or when ``begin`` lies in another year.
    """
    if begin is not None and begin.year != year:
        raise ValidationError(f"De begindag ligt niet in {year}. Kies een dag in dat jaar of laat hem leeg.")
    with because(by, reason):
        room, _ = SpendingRoom.objects.get_or_create(
            contract=contract, year=year, category=category, product_code=product_code
        )
        newest = room.versions.order_by("-known_since", "-id").first()
        if newest and (newest.amount, newest.begin) == (amount, begin):
            raise ValidationError("Er verandert niets: dit is al het geldende bedrag.")
        return SpendingRoomVersion.objects.create(
            room=room,
            amount=amount,
            begin=begin,
            known_since=today,
            reason=reason,
            decision=decision,
            by=by,
        )


@transaction.atomic
def take_step(
    *, room: SpendingRoom, step: SpendingStep, note: str, by: User, today: date
) -> SpendingStepTaken:
    """A step of people, with the figures of today. Raises ValidationError when it is not its turn."""
    SpendingRoom.objects.select_for_update().get(pk=room.pk)
    (state,) = room_states(SpendingRoom.objects.filter(pk=room.pk), today=today, parameters=values_at(today))
    if step not in [step for step, _ in state.next]:
        before = SpendingStep(FOLLOWS[step]).label if step in FOLLOWS else ""
        raise ValidationError(
            f"Deze stap is niet aan de beurt. Eerst komt: {before}."
            if before
            else "Deze stap legt het systeem zelf vast."
        )
    with because(by, note):
        return _write(state, step, note=note, by=by, today=today)


@transaction.atomic
def watch_spending(*, today: date) -> int:
    """Writes down which ceilings reached the warning or are full; once per amount. Returns how many."""
    rooms = SpendingRoom.objects.filter(year__in=[today.year - 1, today.year])
    written = 0
    for state in room_states(rooms, today=today, parameters=values_at(today)):
        for step in state.unseen:
            with because(None, SEEN):
                _write(state, step, note=SEEN, by=None, today=today)
            written += 1
    return written


def _write(
    state: RoomState, step: SpendingStep, *, note: str, by: User | None, today: date
) -> SpendingStepTaken:
    return SpendingStepTaken.objects.create(
        version=state.version,
        step=step,
        taken_on=today,
        note=note,
        room=state.use.room,
        declared=state.use.declared,
        expected=state.use.expected,
        by=by,
    )
