"""In-, through- and outflow: stock, ways out, duration and waits, of the region, a municipality or a provider."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.base.dutch import number
from inkoop.base.parameters import values_at
from inkoop.base.periods import last_of_month
from inkoop.base.spreadsheets import SafeWriter
from inkoop.desk.pictures.flow import in_and_out, transition_grid
from inkoop.desk.queries.flow import LEFT, STAYED, Flows, choices_of, flows, form_name, onward
from inkoop.desk.readings.flow import provisional_since, sentences
from inkoop.desk.views.asked import Page, compute, page_of, scope_of
from kpis.choices import ComputationName, FlowScope
from kpis.models import Computation, FlowMonth, FlowOutcome
from kpis.services import flow

GRID_FORMS = 8
ENDS = {LEFT: "uit zorg", STAYED: "andere hulp liep door"}
FILE_HEADER = [
    "zorgvorm",
    "maand",
    "begin",
    "in",
    "in_uit_andere_hulp",
    "in_herhaald_beroep",
    "uit",
    "uit_doorstroom",
    "uit_andere_hulp_loopt",
    "uit_aangenomen",
    "eind",
]


def flow_page(request: HttpRequest) -> HttpResponse:
    page = page_of(request, ComputationName.FLOW, flow)
    if request.method == "POST":
        return compute(request, page)
    scope, key = scope_of(request)
    care_form = request.GET.get("zorgvorm", "").strip()
    computation = page.shown.computation
    found = flows(computation, scope, key, care_form) if computation else None
    if found and computation and request.GET.get("vorm") == "csv":
        return _as_file(found, computation)
    named = {"gemeente": key if scope == FlowScope.MUNICIPALITY else ""}
    named |= {"aanbieder": key if scope == FlowScope.PROVIDER else ""}
    context = {
        **admin.site.each_context(request),
        "title": "In-, door- en uitstroom",
        "page": page,
        "figures": page.shown,
        "keep": [("zorgvorm", care_form)],
        "municipalities": choices_of(FlowScope.MUNICIPALITY),
        "providers": choices_of(FlowScope.PROVIDER),
        "named": named,
        "care_form": care_form,
        "file_link": page.link(**named, zorgvorm=care_form, vorm="csv"),
        **(_shown(found, computation, page, named, care_form) if found and computation else {}),
    }
    return TemplateResponse(request, "desk/flow.html", context)


def _shown(
    found: Flows, computation: Computation, page: Page, named: dict[str, str], care_form: str
) -> dict[str, Any]:
    parameters = values_at(computation.peildatum)
    outcomes = {row.care_form: row for row in found.outcomes}
    whole = found.span_of(care_form)
    drawn = onward(found.transitions, GRID_FORMS)
    since = provisional_since(computation.peildatum, int(parameters["onward_days"]))
    return {
        "found": found,
        "whole": whole,
        "provisional_from": since + timedelta(days=1),
        "sentences": sentences(whole, outcomes.get(care_form)) if whole else [],
        "chart": in_and_out(found.months, form_name(care_form)) if found.months else None,
        "months": [(row, last_of_month(row.month) > since) for row in found.months],
        "spans": [
            (span, form_name(span.care_form), page.link(**named, zorgvorm=span.care_form))
            for span in found.spans
        ],
        "all_link": page.link(**named),
        "form": form_name(care_form) if care_form else "alle zorgvormen",
        "grid": transition_grid(drawn) if drawn else None,
        "drawn_forms": GRID_FORMS,
        "transitions": [
            (form_name(row.from_form), ENDS.get(row.to_form) or form_name(row.to_form), row.number)
            for row in found.transitions
        ],
        "outcomes": [_outcome(row, parameters["reasons_known"]) for row in found.outcomes],
        "norm": int(parameters["wait_norm_days"]),
        "least_known": parameters["reasons_known"],
    }


def _outcome(row: FlowOutcome, least_known: Decimal) -> dict[str, Any]:
    """Shares in exact Decimals; None = not to be measured."""
    gone = row.ended + row.imputed
    is_known = gone > 0 and row.reasons_known >= least_known * gone
    return {
        "row": row,
        "name": form_name(row.care_form),
        "long": _ratio(row.long, row.ended),
        "reasons_known": _ratio(row.reasons_known, gone),
        "dropout": _ratio(row.stopped_by_client, row.reasons_counted) if is_known else None,
        "over": _ratio(row.wait_over, row.wait_judged),
        "wait_median": _wait(row.wait_median, is_least=row.wait_median_is_least),
        "wait_p90": _wait(row.wait_p90, is_least=row.wait_p90_is_least),
    }


def _ratio(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None


def _wait(days: float | None, *, is_least: bool) -> str:
    """Days; at least so many when some who still wait count at or below it."""
    shown = number(None if days is None else Decimal(str(days)))
    return f"≥ {shown}" if is_least else shown


def _as_file(found: Flows, computation: Computation) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"stromen-{computation.peildatum}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = SafeWriter(response)
    writer.writerow(FILE_HEADER)
    writer.writerows(_cells(row) for row in found.months)
    return response


def _cells(row: FlowMonth) -> list[object]:
    counts = [
        row.begin,
        row.entered,
        row.from_care,
        row.repeated,
        row.left,
        row.onward,
        row.stayed,
        row.imputed,
    ]
    return [row.care_form or "alle", f"{row.month:%Y-%m}", *counts, row.end]
