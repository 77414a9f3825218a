"""How much of its allocations each municipality has used."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from inkoop.base.rights import SEE_REGION
from inkoop.desk.queries.figures import Figures, newest_figures
from inkoop.desk.queries.municipalities import budget_use, newest_month_series, total


def municipalities_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(SEE_REGION):
        raise PermissionDenied
    figures = newest_figures()
    context = {
        **admin.site.each_context(request),
        "title": "Benut budget per gemeente",
        "figures": figures,
        **_uses(figures),
    }
    return TemplateResponse(request, "desk/municipalities.html", context)


def _uses(figures: Figures) -> dict[str, Any]:
    """Over the months of the declaratiegedrag, so that the totals of both are the same."""
    behaviour = figures.behaviour
    if behaviour is None or behaviour.window_from is None or behaviour.window_to is None:
        return {}
    series = newest_month_series(behaviour.peildatum)
    if series is None:
        return {}
    uses = budget_use(series, behaviour.window_from, behaviour.window_to)
    return {"uses": uses, "total": total(uses), "first": behaviour.window_from, "last": behaviour.window_to}
