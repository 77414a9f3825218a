"""Why spending changed: the parts of the change, in a memo, a picture, a table and a file."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.base.parameters import value_at
from inkoop.base.periods import add_months, last_mature_month
from inkoop.base.spreadsheets import SafeWriter
from inkoop.desk.pictures.change import axis_begin, staircase
from inkoop.desk.queries.change import PART_NAMES, Line, Told, parts_of, told
from inkoop.desk.readings.change import averages, memo, period
from inkoop.desk.views.asked import Page, compute, page_of
from kpis.choices import ChangeDimension, ComputationName
from kpis.models import Computation
from kpis.queries.behaviour import Window
from kpis.queries.change import earlier_window
from kpis.services import change

FILE_HEADER = [
    "naam",
    "sleutel",
    "productcode",
    "eenheid",
    "clienten_eerder",
    "clienten_later",
    "volume_eerder",
    "volume_later",
    "gedeclareerd_eerder",
    "gedeclareerd_later",
    "verandering",
    "door_clienten",
    "door_volume",
    "door_prijs",
    "door_nieuw",
    "door_vervallen",
    "door_vast_bedrag",
]
DIMENSION_NAMES = {
    ChangeDimension.REGION: "product",
    ChangeDimension.MUNICIPALITY: "gemeente",
    ChangeDimension.PROVIDER: "aanbieder",
    ChangeDimension.REFERRER: "verwijzer",
}


def change_page(request: HttpRequest) -> HttpResponse:
    page = page_of(request, ComputationName.CHANGE, change)
    if request.method == "POST":
        return compute(request, page)
    dimension, key = _dimension(request), _key(request)
    computation = page.shown.computation
    found = told(computation, dimension, key) if computation else None
    if found and computation and request.GET.get("vorm") == "csv":
        return _as_file(found, computation)
    context = {
        **admin.site.each_context(request),
        "title": "Waarom veranderden de uitgaven",
        "of_provider": (key or "") if dimension == ChangeDimension.PROVIDER else "",
        "page": page,
        "figures": page.shown,
        "dimension": dimension,
        "dimension_name": DIMENSION_NAMES[ChangeDimension.REGION if key is not None else dimension],
        "choices": [(label, page.link(per=value), value == dimension) for value, label in _choices()],
        "key": key,
        "back_link": page.link(per=dimension),
        "file_link": page.link(per=dimension, **_named(key), vorm="csv"),
        "part_names": PART_NAMES,
        "keep": [("per", dimension), *_named(key).items()],
        **(_told(found, computation, page, dimension, key) if found and computation else {}),
    }
    return TemplateResponse(request, "desk/change.html", context)


def _dimension(request: HttpRequest) -> ChangeDimension:
    asked = request.GET.get("per", "")
    return ChangeDimension(asked) if asked in ChangeDimension.values else ChangeDimension.REGION


def _key(request: HttpRequest) -> str | None:
    """None = all keys. An unknown referrer has an empty key, so its presence counts."""
    key = request.GET.get("sleutel")
    return None if _dimension(request) == ChangeDimension.REGION or key is None else key.strip("-")


def _named(key: str | None) -> dict[str, str]:
    """An empty key is written as a dash, because an address leaves out what is empty."""
    return {} if key is None else {"sleutel": key or "-"}


def _choices() -> list[tuple[str, str]]:
    return [(str(value), DIMENSION_NAMES[ChangeDimension(value)]) for value in ChangeDimension.values]


def _told(
    found: Told, computation: Computation, page: Page, dimension: ChangeDimension, key: str | None
) -> dict[str, Any]:
    if computation.window_from is None or computation.window_to is None:
        return {}
    later = Window(computation.peildatum, computation.window_from, computation.window_to)
    earlier = earlier_window(later)
    names = period(earlier.first, earlier.last), period(later.first, later.last)
    mature = last_mature_month(later.peildatum, int(value_at("mature_after", later.peildatum)))
    leads_on = dimension != ChangeDimension.REGION and key is None
    return {
        "found": found,
        "earlier": names[0],
        "later": names[1],
        "provisional_from": None if later.last <= mature else max(later.first, add_months(mature, 1)),
        "sentences": memo(found, *names),
        "chart": staircase(found.whole, *names) if found.whole else None,
        "axis_begin": axis_begin(found.whole) if found.whole else 0,
        "rows": [
            {
                "line": line,
                "link": page.link(per=dimension, **_named(line.key)) if leads_on else "",
                "averages": averages(line.row),
            }
            for line in found.lines
        ],
        "parts": list(zip(PART_NAMES, parts_of(found.whole), strict=True)) if found.whole else [],
        "sums": [sum(parts) for parts in zip(*(line.parts for line in found.lines), strict=True)],
    }


def _as_file(found: Told, computation: Computation) -> HttpResponse:
    """Amounts in cents, volume in the unit of the row (hours as minutes), as in the export."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"verandering-{computation.peildatum}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = SafeWriter(response)
    writer.writerow(FILE_HEADER)
    writer.writerows(_cells(line) for line in found.lines)
    return response


def _cells(line: Line) -> list[object]:
    row = line.row
    volumes = ["", ""] if row.is_whole else [row.volume_before, row.volume_after]
    return [
        line.name,
        row.key,
        row.product_code,
        row.unit,
        row.clients_before,
        row.clients_after,
        *volumes,
        row.declared_before,
        row.declared_after,
        row.moved,
        *line.parts,
    ]
