"""The link that lets somebody in, by mail."""

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from inkoop.base.dutch import long_date
from inkoop.base.models import User
from providers.choices import PortalRole
from providers.models import Invitation, Provider
from providers.services.users import VALID_FOR, invite

SALT = "inkoop.portal.invitation"


@transaction.atomic
def invite_by_mail(*, provider: Provider, email: str, role: PortalRole, by: User) -> Invitation:
    """Raises ValidationError for who has a way in already, OSError or SMTPException when the mail fails."""
    invitation = invite(provider=provider, email=email, role=role, by=by)
    send_mail(
        f"Toegang tot het portaal voor {provider.name}",
        _body(invitation),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )
    return invitation


def address_of(invitation: Invitation) -> str:
    """The signed link; it stops working with the invitation and after ``VALID_FOR`` in any case."""
    token = signing.dumps(invitation.pk, salt=SALT)
    return f"{settings.SITE_URL}{reverse('invitation', args=[token])}"


def invitation_of(token: str) -> Invitation | None:
    """None for a link that was not made here or is too old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("provider", "by").filter(pk=pk).first()


def _body(invitation: Invitation) -> str:
    asked = (
        f"U bent uitgenodigd voor het portaal van {settings.ORGANISATION}, als {invitation.get_role_display()} voor "
        f"{invitation.provider.name}. Maak hier uw account:"
    )
    until = long_date(timezone.localdate(invitation.expires_at))
    return "\n".join(
        [
            "Goedendag,",
            "",
            asked,
            "",
            address_of(invitation),
            "",
            f"De uitnodiging is geldig tot en met {until} en werkt één keer.",
            "Verwacht u deze mail niet, doe er dan niets mee.",
            "",
        ]
    )
