"""The segment of a provider, decided by a person."""

from collections.abc import Mapping
from datetime import date

import pghistory
from django.db import transaction

from inkoop.base.choices import DeliveryKind
from inkoop.base.models import User
from inkoop.base.services import record_by_hand
from providers.choices import Segment
from providers.models import Provider, ProviderSegment


@transaction.atomic
def decide_segments(*, chosen: Mapping[int, Segment], on: date, reason: str, by: User) -> int:
    """Provider -> segment; returns how many changed. Known from ``on``: comparisons as of before stay the same."""
    providers = Provider.objects.select_for_update().filter(pk__in=chosen).order_by("pk")
    changed = [one for one in providers if one.segment != chosen[one.pk]]
    if not changed:
        return 0
    delivery = record_by_hand(
        kind=DeliveryKind.PROVIDERS, what=f"segmenten, {reason}", rows=len(changed), received_on=on, by=by
    )
    with pghistory.context(user=by.pk, reason=reason):
        for place, provider in enumerate(changed, start=1):
            provider.segment = chosen[provider.pk]
            provider.save(update_fields=["segment"])
            ProviderSegment.objects.create(
                provider=provider,
                segment=provider.segment,
                delivery=delivery,
                row_number=place,
                received_on=on,
            )
    return len(changed)
