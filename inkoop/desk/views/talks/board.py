"""Account management of one quarter, for the board."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.rules.periods import add_months
from inkoop.base.admin.bases import signed_in
from inkoop.base.parameters import values_at
from inkoop.base.rights import SEE_REGION
from kpis.forms.talks import QuarterForm
from kpis.queries.talks.board import agreement_rows, last_day, segment_rows
from kpis.queries.talks.cycle import turns
from kpis.queries.talks.ladder import positions
from kpis.queries.talks.trouble import quarter_name, red_per_provider, troubled_providers

SHOWN = ("providers", "planned", "kept", "later", "cancelled", "open", "held", "overdue", "red")
TESTED = ("due", "reached", "partly", "not_reached", "not_measurable", "dropped", "untested")


def board_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(SEE_REGION) or not user.has_perm("kpis.view_meeting"):
        raise PermissionDenied
    first = QuarterForm(request.GET).first_day()
    as_of = min(timezone.localdate(), last_day(first))
    found = turns(today=as_of, parameters=values_at(as_of), troubled=troubled_providers(today=as_of))
    rows = segment_rows(first, turns=found, red=red_per_provider(today=as_of), as_of=as_of)
    tested = agreement_rows(first)
    context = {
        **admin.site.each_context(request),
        "title": f"Accountmanagement, {quarter_name(first)}",
        "first": first,
        "as_of": as_of,
        "last": last_day(first),
        "rows": rows,
        "totals": {name: sum(getattr(row, name) for row in rows) for name in SHOWN},
        "tested": tested,
        "tested_totals": {name: sum(getattr(row, name) for row in tested) for name in TESTED},
        "ladder": list(positions(on=as_of)),
        "earlier": asked(add_months(first, -3)),
        "later": asked(add_months(first, 3)),
    }
    return TemplateResponse(request, "desk/talks/board.html", context)


def asked(first: date) -> str:
    return f"{first.year}-{first.month // 3 + 1}"
