"""Trying a threshold before it is set: who would have been flagged."""

from decimal import Decimal, InvalidOperation

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.parameters import value_at
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.queries.rehearsal import mature_computations, tried

MAY_SEE = "kpis.view_signal"
NO_NUMBER = "‘{}’ is geen getal boven nul. Schrijf bijvoorbeeld 3,0. Hieronder staat de grens die nu geldt."
HIGHEST = 100


def rehearsal_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user = signed_in(request)
    now = value_at("signal_z", timezone.localdate())
    text = request.GET.get("grens", "").strip()
    threshold = _number(text)
    asked = now if threshold is None else threshold
    context = {
        **admin.site.each_context(request),
        "title": "Een grens proefdraaien",
        "figures": newest_figures(),
        "now": now,
        "asked": asked,
        "field": str(asked.normalize()).replace(".", ","),
        "fault": NO_NUMBER.format(text) if text and threshold is None else "",
        "rows": [tried(one, asked, user=user) for one in mature_computations()],
    }
    return TemplateResponse(request, "desk/signals/rehearsal.html", context)


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 < value <= HIGHEST else None
