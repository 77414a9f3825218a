"""Who may come in for a provider: invite, accept, change, end."""

from datetime import timedelta

import pghistory
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from inkoop.base.models import User
from providers.choices import PortalRole
from providers.models import Invitation, Provider, ProviderUser

VALID_FOR = timedelta(days=7)
USED = "Deze uitnodiging is al gebruikt. Meld u aan met uw e-mailadres en wachtwoord."
GONE = "Deze uitnodiging is ingetrokken of verlopen. Vraag wie u uitnodigde om een nieuwe."
LAST_MANAGER = "Er moet ten minste één beheerder blijven. Maak eerst een ander beheerder."


@transaction.atomic
def invite(*, provider: Provider, email: str, role: PortalRole, by: User) -> Invitation:
    """A new invitation; an earlier one to the same address stops working. Raises ValidationError."""
    address = email.strip().lower()
    Provider.objects.select_for_update().get(pk=provider.pk)
    if provider.users.filter(user__username=address, ended_at=None).exists():
        raise ValidationError(f"{address} heeft al toegang. Wijzig zo nodig de rol.")
    now = timezone.now()
    with pghistory.context(user=by.pk, reason="uitgenodigd voor het portaal"):
        provider.invitations.filter(email=address, accepted_by=None, withdrawn_at=None).update(
            withdrawn_at=now
        )
        return Invitation.objects.create(
            provider=provider, email=address, role=role, by=by, expires_at=now + VALID_FOR
        )


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    found = _locked(invitation)
    if found.accepted_by_id:
        raise ValidationError(USED)
    with pghistory.context(user=by.pk, reason="uitnodiging ingetrokken"):
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])


@transaction.atomic
def accept_with_new_account(
    *, invitation: Invitation, first_name: str, last_name: str, password: str
) -> User:
    """An account for the invited address, which gets its role. Raises ValidationError."""
    if User.objects.filter(username=invitation.email).exists():
        raise ValidationError("Voor dit adres bestaat al een account. Meld u daarmee aan.")
    user = User(username=invitation.email, email=invitation.email, first_name=first_name, last_name=last_name)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    accept(invitation=invitation, by=user)
    return user


@transaction.atomic
def accept(*, invitation: Invitation, by: User) -> ProviderUser:
    """Raises ValidationError when the invitation is for another, was used or no longer counts."""
    found = _locked(invitation)
    if found.accepted_by_id:
        raise ValidationError(USED)
    if found.withdrawn_at or found.expires_at <= timezone.now():
        raise ValidationError(GONE)
    if found.email not in {by.username.lower(), by.email.lower()}:
        raise ValidationError(f"Deze uitnodiging is voor {found.email}. Meld u met dat account aan.")
    with pghistory.context(user=by.pk, reason="uitnodiging aanvaard"):
        found.accepted_by, found.accepted_at = by, timezone.now()
        found.save(update_fields=["accepted_by", "accepted_at"])
        member, _ = ProviderUser.objects.update_or_create(
            provider=found.provider, user=by, ended_at=None, defaults={"role": found.role}
        )
    return member


@transaction.atomic
def change_role(*, member: ProviderUser, role: PortalRole, by: User) -> None:
    """Raises ValidationError when no manager would be left."""
    found = _locked_member(member)
    if role != PortalRole.MANAGER:
        _keep_a_manager(found)
    with pghistory.context(user=by.pk, reason="rol gewijzigd"):
        found.role = role
        found.save(update_fields=["role"])


@transaction.atomic
def end_membership(*, member: ProviderUser, by: User) -> None:
    """The account stays, the way in to this provider ends. Raises ValidationError for the last manager."""
    found = _locked_member(member)
    _keep_a_manager(found)
    with pghistory.context(user=by.pk, reason="toegang beëindigd"):
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(of=("self",)).select_related("provider").get(pk=invitation.pk)


def _locked_member(member: ProviderUser) -> ProviderUser:
    """With the provider locked, so that two managers cannot leave at once."""
    Provider.objects.select_for_update().get(pk=member.provider_id)
    return ProviderUser.objects.get(pk=member.pk)


def _keep_a_manager(member: ProviderUser) -> None:
    managers = ProviderUser.objects.filter(
        provider=member.provider_id, role=PortalRole.MANAGER, ended_at=None
    )
    if not managers.exclude(pk=member.pk).exists() and member.role == PortalRole.MANAGER:
        raise ValidationError(LAST_MANAGER)
