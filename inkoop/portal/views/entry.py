"""The way in: login, invitation, and the choice of a provider."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from django.contrib import messages
from django.contrib.auth import login as sign_in
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from inkoop.base.models import User
from inkoop.portal.access import CHOSEN, memberships
from inkoop.portal.forms.entry import AcceptForm
from inkoop.portal.middleware import tell_of_idleness
from inkoop.portal.services.invitations import invitation_of
from providers.models import Invitation
from providers.services.users import accept, accept_with_new_account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_GET
def door(request: HttpRequest) -> HttpResponse:
    """From the address of the site to where somebody works."""
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("account_login"))
    if request.user.is_staff and not memberships(request):
        return HttpResponseRedirect(reverse("admin:index"))
    if request.user.has_perm("reports.view_publication") and not memberships(request):
        return HttpResponseRedirect(reverse("reports:index"))
    return HttpResponseRedirect(reverse("portal:start"))


class _Login(LoginView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tell_of_idleness(request)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


login = _Login.as_view()


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A new account, or one more provider for an account there is."""
    found = invitation_of(token)
    if found is None or found.accepted_by_id or found.withdrawn_at:
        return TemplateResponse(request, "portal/entry/invitation_gone.html", status=404)
    known = User.objects.filter(username=found.email).exists()
    form = None
    if not request.user.is_authenticated and known:
        return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
    if not request.user.is_authenticated:
        form = AcceptForm(request.POST or None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _let_in(request, found, form)
        except ValidationError as refused:
            if form is None:
                messages.error(request, " ".join(refused.messages))
            else:
                form.add_error("password", refused)
    return TemplateResponse(request, "portal/entry/invitation.html", {"invitation": found, "form": form})


def _let_in(request: HttpRequest, found: Invitation, form: AcceptForm | None) -> HttpResponse:
    if form is None:
        accept(invitation=found, by=_user(request))
    else:
        data = form.cleaned_data
        user = accept_with_new_account(
            invitation=found,
            first_name=data["first_name"],
            last_name=data["last_name"],
            password=data["password"],
        )
        sign_in(request, user, backend=BACKEND)
        record_authentication(request, user, method="password")
    request.session[CHOSEN] = found.provider_id
    messages.success(request, f"U werkt nu in het portaal voor {found.provider.name}.")
    return HttpResponseRedirect(reverse("portal:start"))


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    members = memberships(request)
    if not members:
        raise PermissionDenied
    if request.method == "POST":
        allowed = [one.provider_id for one in members]
        wanted = request.POST.get("aanbieder", "")
        if wanted.isdecimal() and int(wanted) in allowed:
            request.session[CHOSEN] = int(wanted)
            return HttpResponseRedirect(reverse("portal:start"))
        raise Http404
    return TemplateResponse(request, "portal/entry/choose.html", {"members": members})


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
