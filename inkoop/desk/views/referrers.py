"""Who referred: kinds of referrers, referrers and teams, with schools apart."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.base.dutch import euro, number
from inkoop.base.parameters import values_at
from inkoop.base.spreadsheets import SafeWriter
from inkoop.desk.queries.flow import choices_of
from inkoop.desk.queries.referrers import KINDS, Referrers, referrers_of
from inkoop.desk.readings.change import period
from inkoop.desk.views.asked import compute, page_of
from kpis.choices import ComputationName, FlowScope
from kpis.models import Computation, ReferrerUse
from kpis.services import referrers

Told = tuple[ReferrerUse, str, str, str]
"""A row, the name of its kind, its own name, and how it compares."""

FILE_HEADER = [
    "niveau",
    "soort",
    "naam",
    "clienten_begonnen",
    "clienten",
    "gedeclareerd",
    "kosten_per_client",
    "mediaan",
    "robuuste_z",
]


def referrers_page(request: HttpRequest) -> HttpResponse:
    page = page_of(request, ComputationName.REFERRERS, referrers)
    if request.method == "POST":
        return compute(request, page)
    municipality = request.GET.get("gemeente", "").strip()
    kind = request.GET.get("soort", "").strip()
    computation = page.shown.computation
    found = referrers_of(computation, municipality, kind) if computation else None
    if found and computation and request.GET.get("vorm") == "csv":
        return _as_file(found, computation)
    context = {
        **admin.site.each_context(request),
        "title": "Verwijzers en teams",
        "page": page,
        "figures": page.shown,
        "municipalities": choices_of(FlowScope.MUNICIPALITY),
        "municipality": municipality,
        "kind_choices": [(code, name) for code, name in KINDS.items() if code],
        "kind": kind,
        "file_link": page.link(gemeente=municipality, soort=kind, vorm="csv"),
        **(_shown(found, computation) if found and computation else {}),
    }
    return TemplateResponse(request, "desk/referrers.html", context)


def _shown(found: Referrers, computation: Computation) -> dict[str, Any]:
    if computation.window_from is None or computation.window_to is None:
        return {}
    parameters = values_at(computation.peildatum)
    least = int(parameters["peer_clients"])
    return {
        "found": found,
        "months": period(computation.window_from, computation.window_to),
        "least": least,
        "least_peers": int(parameters["peer_minimum"]),
        **_split("referrer", [_told(row, row.name, least) for row in found.referrers], least),
        **_split("team", [_told(row, _team_name(row, found), least) for row in found.teams], least),
    }


def _told(row: ReferrerUse, name: str, least: int) -> Told:
    return row, KINDS.get(row.kind, row.kind), name, _reading(row, least)


def _split(name: str, rows: list[Told], least: int) -> dict[str, list[Told]]:
    """Those with clients enough, and the small ones."""
    return {
        f"{name}_rows": [told for told in rows if told[0].clients >= least],
        f"small_{name}s": [told for told in rows if told[0].clients < least],
    }


def _team_name(row: ReferrerUse, found: Referrers) -> str:
    """Teams carry the code of their municipality, because names come back."""
    code, _, name = row.name.partition(" ")
    return name if found.place else f"{name} ({code})"


def _reading(row: ReferrerUse, least: int) -> str:
    if row.clients < least:
        return "Te weinig cliënten om te vergelijken."
    if row.n_peers is None:
        return ""
    if row.distance is None:
        return f"Te weinig vergelijkbare ({row.n_peers})."
    side = "duurder" if row.distance > 0 else "goedkoper"
    z = "" if row.robust_z is None else f" (z {number(row.robust_z, 1)})"
    return f"{euro(abs(row.distance))} {side} per cliënt dan de mediaan van {row.n_peers}{z}."


def _as_file(found: Referrers, computation: Computation) -> HttpResponse:
    """Amounts in cents; empty = not measurable or not compared."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="verwijzers-{computation.peildatum}.csv"'
    writer = SafeWriter(response)
    writer.writerow(FILE_HEADER)
    for row in (*(kind.row for kind in found.kinds), *found.referrers, *found.teams):
        counts = [row.started, row.clients, row.declared]
        maybe = [_plain(value) for value in (row.cost, row.median_peers, row.robust_z)]
        writer.writerow([row.level, row.kind, row.name, *counts, *maybe])
    return response


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"
