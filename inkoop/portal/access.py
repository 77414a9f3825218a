"""Who looks at a page of the portal, and for which provider."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from inkoop.base.models import User
from providers.models import Provider, ProviderUser
from providers.rules.roles import Task, may

CHOSEN = "provider"


@dataclass(frozen=True)
class Visitor:
    """Somebody at work for one provider. ``others``: works for more of them."""

    user: User
    provider: Provider
    role: str
    others: bool

    def may(self, task: Task) -> bool:
        return may(self.role, task)

    def require(self, task: Task) -> None:
        if not self.may(task):
            raise PermissionDenied


Page = Callable[..., HttpResponse]


def provider_page(*tasks: Task) -> Callable[[Page], Page]:
    """A page for users of providers; its function gets the request and the visitor, who may do all ``tasks``."""

    def decorate(view: Page) -> Page:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            visitor = visitor_of(request)
            if visitor is None:
                return HttpResponseRedirect(reverse("portal:choose"))
            for task in tasks:
                visitor.require(task)
            request.visitor = visitor  # type: ignore[attr-defined]  # for the menu
            response = view(request, visitor, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response

        return page

    return decorate


def visitor_of(request: HttpRequest) -> Visitor | None:
    """The provider that was chosen, or the only one; None = a choice is to be made. One query."""
    members = memberships(request)
    chosen = request.session.get(CHOSEN)
    found = [one for one in members if one.provider_id == chosen] or (members if len(members) == 1 else [])
    if not found:
        return None
    return Visitor(found[0].user, found[0].provider, found[0].role, others=len(members) > 1)


def memberships(request: HttpRequest) -> list[ProviderUser]:
    rows = ProviderUser.objects.filter(user=request.user.pk, ended_at=None)
    return list(rows.select_related("provider", "user").order_by("provider__name"))
