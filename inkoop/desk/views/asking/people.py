"""Who of a provider comes in to the portal; the first one is invited here."""

from smtplib import SMTPException

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.portal.forms.people import InviteForm
from inkoop.portal.services.invitations import invite_by_mail
from inkoop.portal.views.people import NOT_SENT
from providers.choices import PortalRole
from providers.models import Provider


def portal_people(request: HttpRequest, agb: str) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("providers.view_provider"):
        raise PermissionDenied
    may_act = user.has_perm("providers.change_provider")
    provider = get_object_or_404(Provider.objects.visible_to(user), agb=agb)
    form = InviteForm(request.POST or None, initial={"role": PortalRole.MANAGER, "email": provider.email})
    if request.method == "POST":
        if not may_act:
            raise PermissionDenied
        if form.is_valid():
            data = form.cleaned_data
            try:
                invite_by_mail(provider=provider, email=data["email"], role=PortalRole(data["role"]), by=user)
            except ValidationError as refused:
                form.add_error("email", refused)
            except (OSError, SMTPException):
                form.add_error(None, NOT_SENT)
            else:
                messages.success(
                    request, f"{data['email']} krijgt een uitnodiging die zeven dagen geldig is."
                )
                return HttpResponseRedirect(request.path)
    invited = provider.invitations.filter(accepted_by=None, withdrawn_at=None, expires_at__gt=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": f"Portaal van {provider.name}",
        "provider": provider,
        "members": list(provider.users.filter(ended_at=None).select_related("user")),
        "invited": list(invited),
        "form": form,
        "may_act": may_act,
    }
    return TemplateResponse(request, "desk/asking/people.html", context)
