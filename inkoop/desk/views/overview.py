"""Providers compared: one row each, in the order that is asked, also as a file for a spreadsheet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import euro, figure, number
from inkoop.base.spreadsheets import SafeWriter
from inkoop.desk.queries.figures import Figures, newest_figures
from inkoop.desk.queries.overview import COLUMNS, OverviewRow, overview, sorted_by
from kpis.choices import FigureUnit
from providers.choices import Segment

MINE = "mij"
SIGNALS = "signalen"
ORDERS = (*(column.code for column in COLUMNS), SIGNALS)


@dataclass(frozen=True)
class Asked:
    """What the query string asks for; anything unknown counts as not asked."""

    segment: str
    mine: bool
    order: str
    ascending: bool

    def link(self, **changes: Any) -> str:
        asked = {"segment": self.segment, "mine": self.mine, "order": self.order, "ascending": self.ascending}
        asked |= changes
        named = {
            "segment": asked["segment"],
            "van": MINE if asked["mine"] else "",
            "op": asked["order"],
            "omhoog": "1" if asked["ascending"] else "",
        }
        return "?" + urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True)
class Heading:
    label: str
    link: str
    state: str  # of the order, as ARIA says it: ascending, descending or none


def provider_overview(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("providers.view_provider"):
        raise PermissionDenied
    asked = _asked(request)
    figures = newest_figures()
    rows = overview(figures.behaviour, user=user, of=user if asked.mine else None, segment=asked.segment)
    if asked.order:
        rows = sorted_by(rows, asked.order, descending=not asked.ascending)
    if request.GET.get("vorm") == "csv":
        return _as_file(rows, figures)
    context = {
        **admin.site.each_context(request),
        "title": "Aanbieders vergelijken",
        "figures": figures,
        "asked": asked,
        "headings": [_heading(code, label, asked) for code, label in _labels()],
        "rows": [(row, [_cell(row, column.code, column.unit) for column in COLUMNS]) for row in rows],
        "segments": [(value, label, asked.link(segment=value)) for value, label in _segments()],
        "all_link": asked.link(mine=False),
        "mine_link": asked.link(mine=True),
        "file_link": asked.link() + "&vorm=csv",
    }
    return TemplateResponse(request, "desk/overview.html", context)


def _asked(request: HttpRequest) -> Asked:
    segment, order = request.GET.get("segment", ""), request.GET.get("op", "")
    return Asked(
        segment=segment if segment in Segment.values else "",
        mine=request.GET.get("van") == MINE,
        order=order if order in ORDERS else "",
        ascending=request.GET.get("omhoog") == "1",
    )


def _segments() -> list[tuple[str, str]]:
    return [("", "alle"), *((str(value), str(label)) for value, label in Segment.choices)]


def _labels() -> list[tuple[str, str]]:
    columns = [
        (column.code, f"{column.name} (dagen)" if column.unit == FigureUnit.DAYS else column.name)
        for column in COLUMNS
    ]
    return [*columns, (SIGNALS, "signalen")]


def _heading(code: str, label: str, asked: Asked) -> Heading:
    """A click on the column in use turns the order round."""
    if asked.order != code:
        return Heading(label, asked.link(order=code, ascending=False), "none")
    state = "ascending" if asked.ascending else "descending"
    return Heading(label, asked.link(ascending=not asked.ascending), state)


def _cell(row: OverviewRow, code: str, unit: str) -> dict[str, Any]:
    found = row.values.get(code)
    if found is None:
        return {"text": "", "signal": False}
    return {"text": _short(found.value, unit), "signal": found.signal}


def _short(value: Decimal | None, unit: str) -> str:
    """Whole euros, and days without the word, which stands in the heading: room for more columns."""
    if unit == FigureUnit.CENTS:
        return euro(value, 0)
    return number(value, 1) if unit == FigureUnit.DAYS else figure(value, unit)


def _as_file(rows: list[OverviewRow], figures: Figures) -> HttpResponse:
    """Values as stored, with a decimal point and six decimals, as in the exports."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"aanbieders-{figures.peildatum or 'leeg'}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = SafeWriter(response)
    writer.writerow(["agb", "naam", "segment", *(column.code for column in COLUMNS), SIGNALS])
    for row in rows:
        values = [row.value(column.code) for column in COLUMNS]
        one = row.provider
        shown = ["" if value is None else f"{value:.6f}" for value in values]
        writer.writerow([one.agb, one.name, one.segment, *shown, row.signals])
    return response
