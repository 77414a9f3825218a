"""How long youths wait and how many places there are, as providers report it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models import Location, Provider


class CapacityReport(models.Model):
    """Of one product at one location on a day. Append-only: the newest row counts.

    ``places``: how many youths can be helped at the same time, ``free`` of those now; ``waiting``: youths who wait;
    ``wait_days``: between application and start of care for who comes now, in calendar days. NULL = not reported.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="capacity_reports", verbose_name="aanbieder"
    )
    location = models.ForeignKey(Location, models.PROTECT, related_name="+", verbose_name="locatie")
    product_code = models.CharField("productcode", max_length=5)
    reported_on = models.DateField("stand op")
    places = models.PositiveIntegerField("plaatsen", null=True, blank=True)
    free = models.PositiveIntegerField("vrij", null=True, blank=True)
    waiting = models.PositiveIntegerField("wachtenden", null=True, blank=True)
    wait_days = models.PositiveIntegerField("wachttijd in dagen")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "opgave van wachttijd en capaciteit"
        verbose_name_plural = "opgaven van wachttijd en capaciteit"
        ordering = ["-id"]
        indexes = [
            models.Index(name="capacity_newest", fields=["provider", "location", "product_code", "-id"])
        ]
        constraints = [
            models.CheckConstraint(
                name="capacity_free_within_places",
                condition=Q(free__isnull=True) | Q(places__isnull=False, free__lte=F("places")),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="capacity_report_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.product_code} bij {self.location}, {self.reported_on:%d-%m-%Y}"
