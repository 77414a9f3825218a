"""Providers report how long youths wait and which places are free."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from contracts.services.procedures.refusal import refuse_when
from inkoop.base.models import User
from kpis.models import CapacityReport
from kpis.queries.capacity import offered
from providers.models import Location, Provider


@transaction.atomic
def report_capacity(
    *,
    provider: Provider,
    location: Location,
    product_code: str,
    reported_on: date,
    wait_days: int,
    by: User,
    places: int | None = None,
    free: int | None = None,
    waiting: int | None = None,
) -> CapacityReport:
    """A new state of one product at one location; earlier ones stay. Raises Refused for what cannot be."""
    today = timezone.localdate()
    refuse_when("Deze dag ligt in de toekomst." if reported_on > today else "")
    refuse_when("Deze locatie is van een ander." if location.provider_id != provider.pk else "")
    refuse_when(
        ""
        if product_code in offered(provider, today)
        else f"Product {product_code} staat niet in uw contract."
    )
    refuse_when("Vul ook in hoeveel plaatsen er zijn." if free is not None and places is None else "")
    refuse_when(
        "Er kunnen niet meer plaatsen vrij zijn dan er zijn." if (free or 0) > (places or free or 0) else ""
    )
    return CapacityReport.objects.create(
        provider=provider,
        location=location,
        product_code=product_code,
        reported_on=reported_on,
        places=places,
        free=free,
        waiting=waiting,
        wait_days=wait_days,
        by=by,
    )
