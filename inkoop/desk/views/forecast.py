"""What the year will come to: nowcast, prognosis and budget, and how good earlier prognoses were."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from inkoop.base.models import Municipality
from inkoop.base.spreadsheets import SafeWriter
from inkoop.desk.pictures.forecast import months_of_year
from inkoop.desk.queries.forecast import (
    YearEnd,
    band_of,
    budgets_at,
    months_of,
    tested,
    total,
    with_bands,
    year_ends,
)
from inkoop.desk.views.asked import Page, compute, page_of
from kpis.choices import ComputationName
from kpis.models import Computation
from kpis.services import forecast

FILE_HEADER = [
    "sleutel",
    "naam",
    "gedeclareerd",
    "nog_te_ontvangen",
    "nog_op_toewijzingen",
    "nieuwe_instroom",
    "verwacht",
    "laag",
    "hoog",
    "budget",
    "over",
]


def forecast_page(request: HttpRequest) -> HttpResponse:
    page = page_of(request, ComputationName.FORECAST, forecast)
    if request.method == "POST":
        return compute(request, page)
    municipality = request.GET.get("gemeente", "").strip()
    computation = page.shown.computation
    shown = _shown(page, computation, municipality) if computation else {}
    if shown and request.GET.get("vorm") == "csv":
        return _as_file(shown["ends"], page)
    context = {
        **admin.site.each_context(request),
        "title": "Prognose van het jaar",
        "page": page,
        "figures": page.shown,
        "municipality": municipality,
        "may_add_budget": request.user.has_perm("kpis.add_budget"),
        "budget_link": reverse("admin:kpis_budget_changelist"),
        "back_link": page.link(),
        "file_link": page.link(gemeente=municipality, vorm="csv"),
        **shown,
    }
    return TemplateResponse(request, "desk/forecast.html", context)


def _shown(page: Page, computation: Computation, municipality: str) -> dict[str, Any]:
    test = tested(computation)
    months = with_bands(months_of(computation, municipality), computation, test)
    band = band_of(months, computation, test)
    ends = year_ends(computation, municipality, band)
    places = dict(Municipality.objects.values_list("code", "name"))
    name = places.get(municipality, municipality) if municipality else "Hele regio"
    return {
        "name": name,
        "band": band,
        "quarters": test.quarters,
        "horizons": test.horizons,
        "ends": ends,
        "rows": [(end, "" if municipality else page.link(gemeente=end.key)) for end in ends],
        "whole": total(ends, name, band, _budget(computation, municipality, ends)),
        "months": months,
        "chart": months_of_year(months, name) if months else None,
    }


def _budget(computation: Computation, municipality: str, ends: list[YearEnd]) -> int | None:
    """Of the whole: that of the municipality, or the sum when every municipality has one; None = not known."""
    budgets = budgets_at(computation, "")
    if municipality:
        return budgets.get(municipality)
    known = [budgets[end.key] for end in ends if end.key in budgets]
    return sum(known) if ends and len(known) == len(ends) else None


def _as_file(ends: list[YearEnd], page: Page) -> HttpResponse:
    """Amounts in cents; empty = not known."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="prognose-{page.shown.peildatum}.csv"'
    writer = SafeWriter(response)
    writer.writerow(FILE_HEADER)
    writer.writerows(_cells(end) for end in ends)
    return response


def _cells(end: YearEnd) -> list[object]:
    known = [end.declared, end.ibnr, end.committed, end.inflow, end.expected]
    maybe = [end.low, end.high, end.budget, end.left]
    return [end.key, end.name, *known, *("" if cents is None else cents for cents in maybe)]
