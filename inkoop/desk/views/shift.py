"""Shift of care: from light to heavy, between care forms, and the waterbed between categories."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from contracts.choices import CATEGORIES
from inkoop.base.periods import month_number
from inkoop.base.spreadsheets import SafeWriter
from inkoop.desk.queries.flow import choices_of
from inkoop.desk.queries.shift import CLASSES, Grid, Shifts, category_name, shifts
from inkoop.desk.readings import shift as readings
from inkoop.desk.readings.change import period
from inkoop.desk.views.asked import Ask, Page, compute, day_of, page_of, scope_of
from kpis.choices import ComputationName, FlowScope
from kpis.models import Computation
from kpis.queries.behaviour import Window
from kpis.queries.shift import window_before
from kpis.services import shift, shift_around

NO_DAY = "‘{}’ is geen dag. Kies de dag van de ingreep, of schrijf haar als jjjj-mm-dd."
FILE_HEADER = [
    "productcategorie",
    "gedeclareerd_eerder",
    "gedeclareerd_nu",
    "verandering",
    "clienten_eerder",
    "clienten_nu",
    "eerder_zelfde_clienten",
    "nu_zelfde_clienten",
]


def shift_page(request: HttpRequest) -> HttpResponse:
    since = day_of(request, "ingreep")
    page = page_of(request, ComputationName.SHIFT, _around(since), is_asked=since is not None)
    if request.method == "POST":
        return compute(request, page)
    scope, key = scope_of(request)
    target = request.GET.get("categorie", "").strip()
    computation = page.shown.computation
    found = shifts(computation, scope, key, target) if computation else None
    if found and computation and request.GET.get("vorm") == "csv":
        return _as_file(found, computation)
    sought = request.GET.get("ingreep", "").strip()
    named = {
        "ingreep": since.isoformat() if since else "",
        "gemeente": key if scope == FlowScope.MUNICIPALITY else "",
        "aanbieder": key if scope == FlowScope.PROVIDER else "",
    }
    context = {
        **admin.site.each_context(request),
        "title": "Verschuiving van hulp",
        "page": page,
        "figures": page.shown,
        "municipalities": choices_of(FlowScope.MUNICIPALITY),
        "providers": choices_of(FlowScope.PROVIDER),
        "named": named,
        "since": since,
        "without_link": page.link(**named | {"ingreep": ""}, categorie=target) or "?",
        "day_fault": NO_DAY.format(sought) if sought and since is None else "",
        "categories": sorted(CATEGORIES.items()),
        "target": target,
        "file_link": page.link(**named, categorie=target, vorm="csv"),
        **(_shown(found, computation, page, named) if found and computation else {}),
    }
    return TemplateResponse(request, "desk/shift.html", context)


def _around(since: date | None) -> Ask:
    """The months after an intervention instead of those of the address."""
    if since is None:
        return shift
    return lambda peildatum, _first, _last: shift_around(peildatum, since)


def _shown(found: Shifts, computation: Computation, page: Page, named: dict[str, str]) -> dict[str, Any]:
    if computation.window_from is None or computation.window_to is None:
        return {}
    later = Window(computation.peildatum, computation.window_from, computation.window_to)
    earlier = window_before(later)
    return {
        "found": found,
        "earlier": period(earlier.first, earlier.last),
        "later": period(later.first, later.last),
        "months": month_number(later.last) - month_number(later.first) + 1,
        "class_sentences": readings.of_classes(found.classes),
        "grids": [
            ("klasse", "Van licht naar zwaar", _grid(found.classes, CLASSES)),
            ("zorgvorm", "Tussen zorgvormen", _grid(found.forms, {})),
        ],
        "bed_sentences": readings.of_waterbed(found) if found.target else [],
        "target_name": category_name(found.target) if found.target else "",
        "beds": [
            (
                category_name(bed.category),
                bed,
                found.own.get(bed.category),
                page.link(**named, categorie=bed.category),
            )
            for bed in found.beds
        ],
    }


def _grid(grid: Grid, names: dict[str, str]) -> dict[str, Any]:
    return {
        "cells": [readings.cell_name(names, cell) for cell in grid.cells],
        "rows": [(readings.cell_name(names, before), numbers, total) for before, numbers, total in grid.rows],
        "totals": grid.totals,
        "total": grid.total,
    }


def _as_file(found: Shifts, computation: Computation) -> HttpResponse:
    """Amounts in cents; empty = no target chosen, or nothing declared by its clients."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="verschuiving-{computation.peildatum}.csv"'
    writer = SafeWriter(response)
    writer.writerow(FILE_HEADER)
    for bed in found.beds:
        own = found.own.get(bed.category)
        writer.writerow(
            [
                bed.category,
                bed.declared_before,
                bed.declared_after,
                bed.moved,
                bed.clients_before,
                bed.clients_after,
                "" if own is None else own.declared_before,
                "" if own is None else own.declared_after,
            ]
        )
    return response
