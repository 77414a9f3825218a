"""Which report somebody asks for, by the filters in the address, and whether they may read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from inkoop.base.models import Municipality
from inkoop.reports.content import Report
from inkoop.reports.models import Publication
from inkoop.reports.queries.places import reported_to, sees_region, teams_reported_to
from inkoop.reports.queries.sources import newest_peildatum
from inkoop.reports.services.building import municipality_report, region_report

REGION = "regio"
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asked:
    """Of whom (None = the region), as of when, and compared with when."""

    municipality: Municipality | None
    peildatum: date
    earlier: date | None

    @property
    def place(self) -> str:
        return self.municipality.code if self.municipality else REGION

    @property
    def before(self) -> "Asked | None":
        """The same as of the earlier day."""
        return Asked(self.municipality, self.earlier, None) if self.earlier else None

    def build(self) -> Report:
        """Raises NothingComputed."""
        if self.municipality:
            return municipality_report(self.municipality, self.peildatum)
        return region_report(self.peildatum)


def may_read_reports(view: View) -> View:
    """For who reads any report at all."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        user = request.user
        if not (sees_region(user) or reported_to(user).exists() or teams_reported_to(user).exists()):
            raise PermissionDenied
        return view(request, *args, **named)

    return guarded


def may_read_region(view: View) -> View:
    """For who reads what is of the whole region."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not sees_region(request.user):
            raise PermissionDenied
        return view(request, *args, **named)

    return guarded


def asked_of(request: HttpRequest, place: str) -> Asked | None:
    """None = nothing was ever computed."""
    municipality = place_of(request, place)
    peildatum = day_of(request, "peildatum") or newest_peildatum()
    return Asked(municipality, peildatum, day_of(request, "vergelijk")) if peildatum else None


def asked_or_absent(request: HttpRequest, place: str) -> Asked:
    asked = asked_of(request, place)
    if asked is None:
        raise Http404("Er zijn nog geen cijfers.")
    return asked


def place_of(request: HttpRequest, place: str) -> Municipality | None:
    """The municipality, None for the region; what one may not read does not exist."""
    if place == REGION:
        if not sees_region(request.user):
            raise Http404("Deze rapportage is er niet.")
        return None
    return get_object_or_404(reported_to(request.user), code=place)


def day_of(request: HttpRequest, name: str) -> date | None:
    """A day that cannot be read counts as none."""
    try:
        return date.fromisoformat((request.POST if request.method == "POST" else request.GET).get(name, ""))
    except ValueError:
        return None


def edition_of(request: HttpRequest, pk: int) -> Publication:
    found = Publication.objects.visible_to(request.user).select_related("municipality", "by")
    return get_object_or_404(found, pk=pk)
