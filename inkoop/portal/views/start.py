"""What is asked of a provider, and what changed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from inkoop.exchange.models import ProviderDelivery
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.queries.reporting import notices_for
from inkoop.portal.queries.start import asks, changes
from providers.rules.roles import Task

NEEDS = {
    "declarations_delivery": Task.DECLARE,
    "declarations_refused": Task.CLIENTS,
    "ceilings": Task.CLIENTS,
    "ceilings_one": Task.CLIENTS,
    "reporting_task": Task.REPORT,
    "reporting_production": Task.REPORT,
    "reporting_papers": Task.REPORT,
}
"""Pages that not everybody may open; what leads there is not shown to others."""


@provider_page()
def start_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    today = timezone.localdate()
    sent = ProviderDelivery.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    context = {
        "title": "Start",
        "visitor": visitor,
        "today": today,
        "asks": [
            {"ask": one, "url": _address(one), "is_late": one.by is not None and one.by < today}
            for one in asks(visitor.provider, visitor.user, today)
            if _may_open(visitor, one)
        ],
        "changes": [
            {"change": one, "url": _address(one)}
            for one in changes(visitor.provider, visitor.user, today)
            if _may_open(visitor, one)
        ],
        "sent": list(sent.filter(delivery__is_trial=False).select_related("delivery")[:5])
        if visitor.may(Task.DECLARE)
        else [],
        "notices": notices_for(visitor.provider, visitor.user, today),
        "holder": visitor.provider.account_holder,
    }
    return TemplateResponse(request, "portal/start.html", context)


def _may_open(visitor: Visitor, one: Any) -> bool:
    needed = NEEDS.get(one.page)
    return needed is None or visitor.may(needed)


def _address(one: Any) -> str:
    return reverse(f"portal:{one.page}", args=one.args) + getattr(one, "query", "")
