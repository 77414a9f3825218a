"""Trying a threshold or other peers before they are set, and proposing what was tried."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.forms import WhenAndWhyForm
from inkoop.base.parameters import GROUPINGS, plain, values_at
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.queries.rehearsal import PEERS, mature_computations, tried
from inkoop.desk.views.parameters import PROPOSE, propose, to_proposal

MAY_SEE = "kpis.view_signal"
NO_NUMBER = "‘{}’ is geen getal boven nul. Schrijf bijvoorbeeld 3,0. Hieronder staat de grens die nu geldt."
HIGHEST = 100
MOST = 10_000
GROUPS = {"beide": 1, "segment": 2, "categorie": 3, "alle": 4}
"""Name in the address, and the value of ``peer_grouping``."""


def rehearsal_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user, today = signed_in(request), timezone.localdate()
    values = values_at(today)
    text = request.GET.get("grens", "").strip()
    threshold = _number(text)
    asked = _asked(request, values, values["signal_z"] if threshold is None else threshold)
    changed = {name: value for name, value in asked.items() if value != values[name]}
    form = WhenAndWhyForm(request.POST or None, initial={"valid_from": today})
    if request.method == "POST" and (done := propose(form, changed, user)):
        return to_proposal(request, done)
    context = {
        **admin.site.each_context(request),
        "title": "Grens en vergelijkingsgroep proefdraaien",
        "figures": newest_figures(),
        "now": values["signal_z"],
        "now_group": GROUPINGS[int(values["peer_grouping"])],
        "asked": asked,
        "field": plain(asked["signal_z"]),
        "fault": NO_NUMBER.format(text) if text and threshold is None else "",
        "choices": [
            (name, GROUPINGS[number], asked["peer_grouping"] == number) for name, number in GROUPS.items()
        ],
        "rows": [tried(one, asked, user=user) for one in mature_computations()],
        "changed": changed,
        "may_propose": user.has_perm(PROPOSE),
        "form": form,
    }
    return TemplateResponse(request, "desk/signals/rehearsal.html", context)


def _asked(request: HttpRequest, now: Mapping[str, Decimal], threshold: Decimal) -> dict[str, Decimal]:
    """The values to try, by name of the parameter; what cannot be read is as it is now."""
    grouping, clients, minimum = (now[name] for name in PEERS)
    group = GROUPS.get(request.GET.get("groep", ""))
    return {
        "signal_z": threshold,
        "peer_grouping": grouping if group is None else Decimal(group),
        "peer_clients": _whole(request.GET.get("clienten", ""), clients),
        "peer_minimum": _whole(request.GET.get("aanbieders", ""), minimum),
    }


def _whole(text: str, otherwise: Decimal) -> Decimal:
    return Decimal(text) if text.isascii() and text.isdigit() and 0 < int(text) <= MOST else otherwise


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= HIGHEST else None
