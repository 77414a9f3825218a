"""Versions of allocations: which are current, and as the values that the plain rules take."""

from collections.abc import Iterable
from datetime import date

from contracts import models
from contracts.rules import facts

WITHDRAWN = ("01", "13")


def is_current(version: models.AllocationVersion, day: date) -> bool:
    """In force on or after the day, and not withdrawn (TR349)."""
    if version.reason in WITHDRAWN and version.begin == version.end:
        return False
    return version.end is None or version.end >= day


def versions_of(allocations: Iterable[models.Allocation]) -> list[facts.AllocationVersion]:
    """All versions, received whenever. The allocations come with their client and municipality. One query."""
    rows = models.AllocationVersion.objects.filter(allocation__in=allocations).select_related(
        "provider", "allocation__client", "allocation__municipality"
    )
    return [
        facts.AllocationVersion(
            municipality=row.allocation.municipality.code,
            number=row.allocation.number,
            client=row.allocation.client.pseudonym,
            agb=row.provider.agb,
            category=row.category or None,
            code=row.product_code or None,
            issued_on=row.issued_on,
            issued_at=row.issued_at,
            begin=row.begin,
            end=row.end,
            volume=row.volume,
            unit=row.unit or None,
            frequency=row.frequency or None,
            budget=row.budget,
            reason=row.reason or None,
            received_on=row.received_on,
            sequence=row.pk,
        )
        for row in rows
    ]
