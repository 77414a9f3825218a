"""Spending rooms of the region in a list, and what is behind one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from contracts.models import SpendingRoom
from contracts.queries.spending import RoomState, kept_declared, room_states, rooms_with_steps
from contracts.rules.periods import last_mature_month, months_touched
from contracts.rules.spending import obligated_still, year_of
from inkoop.base.models import User
from kpis.queries.allocated import allocated_of_part

STATES = ("rood", "oranje", "groen")


@dataclass(frozen=True)
class WantedRooms:
    """``state`` empty = all; ``name``: a part of the name of a provider or the number of a contract."""

    year: int
    state: str = ""
    name: str = ""
    of: User | None = None


def years(user: User, today: date) -> list[int]:
    """Newest first, this year always among them."""
    known = SpendingRoom.objects.visible_to(user).order_by().values_list("year", flat=True).distinct()
    return sorted({today.year, *known}, reverse=True)


def states(
    wanted: WantedRooms, *, user: User, today: date, parameters: Mapping[str, Decimal]
) -> list[RoomState]:
    """What is used most comes first."""
    rooms = _asked(wanted, user)
    found = room_states(rooms, today=today, parameters=parameters, declared_of=kept_declared)
    kept = [one for one in found if wanted.state in {"", one.state}]
    return sorted(kept, key=lambda one: (-(one.share or 0), one.room.contract.number, one.room.pk))


def _asked(wanted: WantedRooms, user: User) -> QuerySet[SpendingRoom]:
    rooms = SpendingRoom.objects.visible_to(user).filter(year=wanted.year)
    if wanted.of is not None:
        rooms = rooms.filter(contract__provider__account_holder=wanted.of)
    if wanted.name:
        by_name = rooms.filter(contract__provider__name__icontains=wanted.name)
        rooms = by_name | rooms.filter(contract__number__icontains=wanted.name)
    return rooms


def number_of_steps(*, user: User, of: User | None, today: date, parameters: Mapping[str, Decimal]) -> int:
    """At how many rooms of this year and the one before somebody has to take a step. Three queries."""
    rooms = SpendingRoom.objects.visible_to(user).filter(year__in=[today.year - 1, today.year])
    if of is not None:
        rooms = rooms.filter(contract__provider__account_holder=of)
    return len(rooms_with_steps(rooms, today=today, parameters=parameters))


@dataclass(frozen=True)
class RoomMonth:
    """Cents. ``running``: the sum of the year so far."""

    month: date
    declared: int
    allocated: int
    running: int
    is_provisional: bool


@dataclass(frozen=True)
class RoomPage:
    state: RoomState
    months: list[RoomMonth]
    obligated: int


def room_page(state: RoomState, *, today: date, parameters: Mapping[str, Decimal]) -> RoomPage:
    """The months of the year, with what running allocations at the provider still oblige to. W is dear: one room."""
    room = state.room
    first, last = year_of(room.year)
    allocated = allocated_of_part(
        room.contract.provider_id,
        first,
        last.replace(day=1),
        peildatum=today,
        category=str(room.category_id or ""),
        product=room.product_code.code if room.product_code else "",
    )
    mature = last_mature_month(today, int(parameters["mature_after"]))
    rows: list[RoomMonth] = []
    running = 0
    for month in months_touched(first, last):
        running += state.months.get(month, 0)
        values = state.months.get(month, 0), allocated.get(month, 0)
        rows.append(RoomMonth(month, *values, running, month > mature))
    return RoomPage(state, rows, obligated_still(allocated, state.months, room.year, mature))
