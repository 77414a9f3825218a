"""Letting go of an answer that waits because of a local rule."""

from django.db import transaction
from django.utils import timezone

from inkoop.base.models import User
from inkoop.exchange.errors import NotPossible
from inkoop.exchange.models import Hold


@transaction.atomic
def release(*, hold_id: int, reason: str, by: User) -> Hold:
    """Twice changes nothing: raises NotPossible, which names who was first."""
    hold = Hold.objects.select_for_update(of=("self",)).select_related("released_by").get(pk=hold_id)
    if hold.released_at:
        raise NotPossible(
            f"{name_of(hold.released_by)} heeft deze aanhouding al vrijgegeven; er verandert niets."
        )
    hold.released_by, hold.released_at, hold.released_because = by, timezone.now(), reason
    hold.save()
    return hold


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else "Iemand"
