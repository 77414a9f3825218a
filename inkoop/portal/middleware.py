"""Who is signed in has shown a second factor, and was here a while ago at most."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

SEEN, SEEN_EVERY = "seen_at", 60  # seconds
STRONG = {"mfa", "socialaccount"}
"""Ways in that count as two factors; an organisation that vouches for somebody asked for the second one itself."""
OPEN = {"account_login", "account_logout", "account_reauthenticate", "account_inactive"}
IDLE = "U bent afgemeld omdat u een tijd niets deed. Meld u opnieuw aan."

Next = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Leads who has no second factor to the page that sets one up, and who did not show it to the one that asks."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR or not request.user.is_authenticated or has_shown_it(request):
            return None
        name = (request.resolver_match.url_name or "") if request.resolver_match else ""
        if name in OPEN or name.startswith("mfa_"):
            return None
        page = "mfa_reauthenticate" if is_mfa_enabled(request.user) else "mfa_activate_totp"
        return HttpResponseRedirect(reverse(page))


def has_shown_it(request: HttpRequest) -> bool:
    shown = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(one.get("method") in STRONG for one in shown)


class IdleSessionMiddleware:
    """Ends a session in which nothing was asked for ``SESSION_IDLE``; writes at most once a minute."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(timezone.now().timestamp())
        seen = request.session.get(SEEN)
        if request.user.is_authenticated:
            if seen is not None and now - seen > settings.SESSION_IDLE.total_seconds():
                logout(request)
                request.session["idle"] = True
            elif seen is None or now - seen >= SEEN_EVERY:
                request.session[SEEN] = now
        return self.get_response(request)


def tell_of_idleness(request: HttpRequest) -> None:
    """On the login page: why somebody has to sign in again."""
    if request.session.pop("idle", False):
        messages.info(request, IDLE)
