"""Youths in residential care: what is needed to move on, per youth and per municipality, and where there is room."""

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.forms.residential import TalkForm
from contracts.models import ThroughflowTalk
from contracts.queries.residential import DayOfLights, Resident, history, per_municipality, residents
from contracts.rules.residential import EVALUATE, GREEN, LOOK_AHEAD, ORANGE, PLAN_16, PLAN_18, RED, UNSEEN
from contracts.services.residential import record_throughflow
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import Municipality
from inkoop.base.services import record_client_read
from inkoop.desk.pictures.residential import lights_per_month
from providers.queries.capacity import newest_capacity

LIGHTS = {RED: "rood", ORANGE: "oranje", GREEN: "groen", UNSEEN: "niet besproken"}
STATES = {RED: "rood", ORANGE: "oranje", GREEN: "groen", UNSEEN: "nvt"}
MOMENTS = {
    EVALUATE: "evaluatie, drie maanden na het begin",
    LOOK_AHEAD: "evaluatie, drie maanden voor het einde",
    PLAN_16: "perspectiefplan vanaf 16 jaar",
    PLAN_18: "plan voor na 18 jaar",
}
PER_PAGE = 50
TALK = "contracts.add_throughflowtalk"


def residential_page(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    municipality = request.GET.get("gemeente", "").strip()
    found = residents(user, today, municipality)
    municipalities = list(Municipality.objects.order_by("name").values_list("code", "name"))
    shown = request.GET.get("licht", "")
    order = list(LIGHTS)
    rows = sorted((one for one in found if shown in {"", one.light}), key=lambda one: order.index(one.light))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    days = history(user, today, municipality)
    name = dict(municipalities).get(municipality, "hele regio")
    context = {
        **admin.site.each_context(request),
        "title": "Doorstroom uit verblijf",
        "today": today,
        "page": page,
        "rows": [_row(one) for one in page],
        "per_municipality": [
            (name, [counts.get(light, 0) for light in LIGHTS], sum(counts.values()))
            for name, counts in per_municipality(found).items()
        ],
        "lights": [(light, label, STATES[light]) for light, label in LIGHTS.items()],
        "shown": shown,
        "municipality": municipality,
        "municipalities": municipalities,
        **(_over_time(days, name) if any(day.total for day in days) else {}),
        "capacity": list(newest_capacity(user, today)),
    }
    record_client_read(by=user, model=ThroughflowTalk, path=request.get_full_path())
    return TemplateResponse(request, "desk/residential.html", context)


def _over_time(days: list[DayOfLights], name: str) -> dict[str, Any]:
    """The lights per month, and per municipality how many of how many were red."""
    places = sorted({place for day in days for place in day.places})
    return {
        "chart": lights_per_month(days, name),
        "chart_name": name,
        "days": [(day.day, [day.counts[light] for light in LIGHTS], day.total) for day in days],
        "months": [day.day for day in days],
        "red_per_place": [(place, [_red_of(day, place) for day in days]) for place in places],
    }


def _red_of(day: DayOfLights, place: str) -> tuple[int, int] | None:
    """How many were red of how many; None = nobody in residential care."""
    found = day.places.get(place)
    return (found[RED], found.total()) if found else None


def _row(one: Resident) -> dict[str, Any]:
    name, day = one.next_moment or ("", None)
    return {
        "one": one,
        "light": LIGHTS[one.light],
        "state": STATES[one.light],
        "moment": MOMENTS.get(name, ""),
        "moment_on": day,
    }


def talk_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One youth: the talks so far, and the form of this month."""
    user, today = signed_in(request), timezone.localdate()
    one = next((each for each in residents(user, today) if each.version.allocation_id == pk), None)
    if one is None:
        raise Http404("Deze toewijzing is vandaag geen verblijf, of u mag haar niet zien.")
    form = TalkForm(request.POST or None, talk=one.talk)
    if request.method == "POST" and user.has_perm(TALK) and form.is_valid():
        record_throughflow(
            allocation=one.version.allocation,
            on=today,
            conditions=form.conditions,
            exit_on=form.cleaned_data["exit_on"],
            note=form.cleaned_data["note"],
            by=user,
        )
        messages.success(request, "Vastgelegd. Deze maand kunt u het nog verbeteren.")
        return HttpResponseRedirect(reverse("admin:residential_page"))
    context = {
        **admin.site.each_context(request),
        "title": f"Doorstroom: toewijzing {one.version.allocation.number}",
        "today": today,
        "row": _row(one),
        "moments": [(MOMENTS[name], day) for name, day in one.moments],
        "talks": list(ThroughflowTalk.objects.filter(allocation_id=pk).select_related("by")),
        "form": form,
        "may_talk": user.has_perm(TALK),
    }
    record_client_read(by=user, model=ThroughflowTalk, object_id=pk, path=request.get_full_path())
    return TemplateResponse(request, "desk/residential_talk.html", context)
