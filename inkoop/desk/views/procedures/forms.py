"""Open house against aanbesteding: providers, concentration, prices and the tail of small providers."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.choices import ProcurementForm, Unit
from contracts.queries.procurement import (
    FormFigures,
    ProductPrices,
    figures_per_form,
    incidental_contracts,
    product_prices,
)
from contracts.rules.periods import default_window
from inkoop.base.admin.bases import signed_in
from inkoop.base.parameters import value_at
from inkoop.base.rights import SEE_REGION
from inkoop.desk.queries.figures import newest_delivery

KEEP = timedelta(days=1)
PRICES_SHOWN = 40


def forms_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(SEE_REGION) or not user.has_perm("contracts.view_contract"):
        raise PermissionDenied
    today = timezone.localdate()
    first, last = default_window(
        today, int(value_at("mature_after", today)), int(value_at("window_months", today))
    )
    figures, prices = _figures(first, last, today)
    context = {
        **admin.site.each_context(request),
        "title": "Inkoopvormen vergelijken",
        "first": first,
        "last": last,
        "figures": figures,
        "has_any": any(one.amounts for one in figures),
        "forms": [choice.label for choice in ProcurementForm],
        "prices": [_price_row(one) for one in prices[:PRICES_SHOWN]],
        "incidental": incidental_contracts(first, last, as_of=today),
        "more_prices": len(prices) - PRICES_SHOWN,
    }
    return TemplateResponse(request, "desk/procedures/forms.html", context)


def _figures(first: Any, last: Any, today: Any) -> tuple[list[FormFigures], list[ProductPrices]]:
    """Kept until the next delivery: all lines of a year are read for it."""
    newest = newest_delivery()
    key = f"procurement-forms-{first}-{last}-{today}-{newest.pk if newest else 0}"
    found = cache.get(key)
    if found is None:
        found = figures_per_form(first, last, as_of=today), product_prices(today)
        cache.set(key, found, timeout=KEEP.total_seconds())
    return found[0], found[1]


def _price_row(one: ProductPrices) -> dict[str, Any]:
    return {
        "product": one,
        "unit": dict(Unit.choices).get(one.unit, one.unit),
        "prices": [one.by_form.get(form) for form in ProcurementForm.values],
    }
