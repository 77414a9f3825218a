"""Spending rooms: how far each is used, until when it lasts, and whose turn it is."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.models import SpendingRoom
from contracts.queries.spending import RoomState, kept_declared, room_states
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.desk.pictures.rooms import used_through_the_year
from inkoop.desk.queries import rooms as queries
from inkoop.desk.queries.figures import newest_figures

MINE = "mij"


def rooms_page(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    known = queries.years(user, today)
    wanted = _wanted(request, user, today, known)
    found = queries.states(wanted, user=user, today=today, parameters=values_at(today))
    context = {
        **admin.site.each_context(request),
        "title": "Bestedingsruimte",
        "figures": newest_figures(),
        "today": today,
        "wanted": wanted,
        "mine": wanted.of is not None,
        "years": known,
        "choices": queries.STATES,
        "states": found,
        "counts": [(name, sum(one.state == name for one in found)) for name in queries.STATES],
        "is_narrowed": bool(wanted.state or wanted.name or wanted.of),
        **_sums(found),
    }
    return TemplateResponse(request, "desk/rooms/list.html", context)


def _wanted(request: HttpRequest, user: User, today: date, known: list[int]) -> queries.WantedRooms:
    """What cannot be read asks for all rooms of this year."""
    year, state = request.GET.get("jaar", ""), request.GET.get("stand", "")
    return queries.WantedRooms(
        year=int(year) if year in map(str, known) else today.year,
        state=state if state in queries.STATES else "",
        name=request.GET.get("naam", "").strip()[:80],
        of=user if request.GET.get("van") == MINE else None,
    )


def _sums(found: list[RoomState]) -> dict[str, int]:
    """Of the rooms shown: cents, and how many wait for a step."""
    return {
        "room": sum(one.use.room for one in found),
        "declared": sum(one.use.declared for one in found),
        "expected": sum(one.use.expected or 0 for one in found),
        "n_steps": sum(bool(one.next) for one in found),
    }


def room_page(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    room = get_object_or_404(SpendingRoom.objects.visible_to(user), pk=pk)
    parameters = values_at(today)
    rooms = SpendingRoom.objects.filter(pk=room.pk)
    states = room_states(rooms, today=today, parameters=parameters, declared_of=kept_declared)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"Bestedingsruimte {room}",
        "figures": newest_figures(),
        "today": today,
        "room": room,
    }
    if states:
        found = queries.room_page(states[0], today=today, parameters=parameters)
        chart = used_through_the_year(found, f"{today:%Y-%m}")
        context |= {"state": states[0], "page": found, "chart": chart, "warning": parameters["room_warning"]}
    return TemplateResponse(request, "desk/rooms/room.html", context)
