"""Places that providers report."""

from datetime import date
from decimal import Decimal

import pghistory
from django.db import transaction

from inkoop.base.models import User
from providers.models import CapacityReport, Location, Provider


class WrongCapacity(ValueError):
    """Its text says what is wrong and what to do."""


@transaction.atomic
def report_capacity(
    *,
    provider: Provider,
    product: str,
    reported_on: date,
    capacity: int,
    free: int,
    by: User,
    location: Location | None = None,
    waiting_weeks: Decimal | None = None,
) -> CapacityReport:
    """Keeps what a provider reports of one product at one location. The same day again puts it right.

    Raises WrongCapacity when more places are free than there are, or the location is another provider's.
    """
    if free > capacity:
        raise WrongCapacity(f"Er kunnen niet meer plaatsen vrij zijn ({free}) dan er zijn ({capacity}).")
    if location is not None and location.provider_id != provider.pk:
        raise WrongCapacity("Deze locatie is van een andere aanbieder. Kies een locatie van de eigen lijst.")
    with pghistory.context(user=by.pk, reason="capaciteit opgegeven"):
        report, _ = CapacityReport.objects.update_or_create(
            provider=provider,
            location=location,
            product=product.strip(),
            reported_on=reported_on,
            defaults={"capacity": capacity, "free": free, "waiting_weeks": waiting_weeks, "by": by},
        )
    return report
