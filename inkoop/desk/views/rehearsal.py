"""Trying a threshold or other peers before they are set: who would have been flagged."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.parameters import values_at
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.queries.rehearsal import mature_computations, tried
from kpis.rules.rehearsal import Grouping

MAY_SEE = "kpis.view_signal"
NO_NUMBER = "‘{}’ is geen getal boven nul. Schrijf bijvoorbeeld 3,0. Hieronder staat de grens die nu geldt."
HIGHEST = 100
MOST = 10_000
USUAL = "beide"
GROUPS = {
    USUAL: ("segment en categorie (nu)", True, True),
    "segment": ("segment", True, False),
    "categorie": ("grootste categorie", False, True),
    "alle": ("alle aanbieders", False, False),
}
"""Name in the address: what it says, and whether segment and category are the same."""


def rehearsal_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user = signed_in(request)
    values = values_at(timezone.localdate())
    now, usual = values["signal_z"], _usual(values)
    text = request.GET.get("grens", "").strip()
    threshold = _number(text)
    asked = now if threshold is None else threshold
    peers = _peers(request, usual)
    grouping = None if peers == usual else peers.grouping
    context = {
        **admin.site.each_context(request),
        "title": "Grens en vergelijkingsgroep proefdraaien",
        "figures": newest_figures(),
        "now": now,
        "asked": asked,
        "field": str(asked.normalize()).replace(".", ","),
        "fault": NO_NUMBER.format(text) if text and threshold is None else "",
        "peers": peers,
        "choices": [(name, label) for name, (label, _, _) in GROUPS.items()],
        "is_regrouped": grouping is not None,
        "rows": [tried(one, asked, user=user, grouping=grouping) for one in mature_computations()],
    }
    return TemplateResponse(request, "desk/signals/rehearsal.html", context)


@dataclass(frozen=True)
class Peers:
    """What was asked about the peer group: a name of GROUPS, and two least numbers."""

    group: str
    clients: int
    minimum: int

    @property
    def grouping(self) -> Grouping:
        _, by_segment, by_category = GROUPS[self.group]
        return Grouping(by_segment, by_category, self.clients, self.minimum)


def _usual(values: Mapping[str, Decimal]) -> Peers:
    """As it is now."""
    return Peers(USUAL, int(values["peer_clients"]), int(values["peer_minimum"]))


def _peers(request: HttpRequest, now: Peers) -> Peers:
    """What cannot be read is as it is now."""
    group = request.GET.get("groep", "")
    return Peers(
        group if group in GROUPS else USUAL,
        _whole(request.GET.get("clienten", ""), now.clients),
        _whole(request.GET.get("aanbieders", ""), now.minimum),
    )


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= MOST else otherwise


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= HIGHEST else None
