"""Colleagues: who comes in, with which role."""

from smtplib import SMTPException

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.people import InviteForm, RoleForm
from inkoop.portal.services.invitations import invite_by_mail
from providers.choices import PortalRole
from providers.models import Invitation, ProviderUser
from providers.rules.roles import Task
from providers.services.users import change_role, end_membership, withdraw_invitation

NOT_SENT = "De mail kon niet worden verzonden en er is niemand uitgenodigd. Probeer het later opnieuw."


@provider_page(Task.PEOPLE)
def people_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            invite_by_mail(
                provider=visitor.provider, email=data["email"], role=PortalRole(data["role"]), by=visitor.user
            )
        except ValidationError as refused:
            form.add_error("email", refused)
        except (OSError, SMTPException):
            form.add_error(None, NOT_SENT)
        else:
            messages.success(request, f"{data['email']} krijgt een uitnodiging die zeven dagen geldig is.")
            return HttpResponseRedirect(request.path)
    members = ProviderUser.objects.visible_to(visitor.user).filter(provider=visitor.provider, ended_at=None)
    invited = Invitation.objects.visible_to(visitor.user).filter(
        provider=visitor.provider, accepted_by=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    context = {
        "title": "Gebruikers",
        "visitor": visitor,
        "form": form,
        "members": [
            {"member": one, "form": RoleForm(initial={"role": one.role}, auto_id=f"rol-{one.pk}-%s")}
            for one in members.select_related("user")
        ],
        "invited": list(invited),
    }
    return TemplateResponse(request, "portal/people.html", context)


@provider_page(Task.PEOPLE)
@require_POST
def change_member(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    """Another role, or no way in any more."""
    own = ProviderUser.objects.visible_to(visitor.user).filter(provider=visitor.provider, ended_at=None)
    member = get_object_or_404(own, pk=pk)
    form = RoleForm(request.POST)
    try:
        if "end" in request.POST:
            end_membership(member=member, by=visitor.user)
            messages.success(request, f"{member.user} heeft geen toegang meer.")
        elif form.is_valid():
            change_role(member=member, role=PortalRole(form.cleaned_data["role"]), by=visitor.user)
            messages.success(request, f"De rol van {member.user} is gewijzigd.")
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return HttpResponseRedirect(reverse("portal:people"))


@provider_page(Task.PEOPLE)
@require_POST
def withdraw(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    own = Invitation.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    invitation = get_object_or_404(own, pk=pk)
    try:
        withdraw_invitation(invitation=invitation, by=visitor.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "De uitnodiging is ingetrokken.")
    return HttpResponseRedirect(reverse("portal:people"))
