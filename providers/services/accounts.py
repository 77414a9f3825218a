"""Providers that are added by hand, and who holds the account of a provider."""

import pghistory
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import User
from inkoop.base.services import record_by_hand
from providers.models import Provider, ProviderSegment


@transaction.atomic
def give_account_holder(*, providers: QuerySet[Provider], holder: User | None, by: User) -> int:
    """Returns how many providers changed; kept in the history by the database itself."""
    with pghistory.context(user=by.pk, reason="accounthouder toegewezen"):
        return providers.exclude(account_holder=holder).update(account_holder=holder)


@transaction.atomic
def add_provider(*, provider: Provider, by: User) -> Provider:
    """Keeps a provider that no delivery brought; known from today. A later delivery of the same AGB updates it."""
    today = timezone.localdate()
    delivery = record_by_hand(
        kind=DeliveryKind.PROVIDERS, what=provider.name, rows=1, received_on=today, by=by
    )
    origin = {"delivery": delivery, "row_number": 1, "received_on": today}
    with pghistory.context(user=by.pk, reason="aanbieder toegevoegd"):
        for name, value in origin.items():
            setattr(provider, name, value)
        provider.save()
        ProviderSegment.objects.create(provider=provider, segment=provider.segment, **origin)
    return provider
