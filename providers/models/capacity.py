"""What providers report of their places."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet
from providers.models.details import Location
from providers.models.register import Provider


@pghistory.track()
class CapacityReport(models.Model):
    """Places of one product (or kind of care) at one location on one day. ``location`` NULL = of the whole provider.

    ``waiting_weeks``: how long a new youth waits now; NULL = not known. The newest report of a place counts.
    """

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="capacity", verbose_name="aanbieder")
    location = models.ForeignKey(
        Location, models.CASCADE, null=True, blank=True, related_name="capacity", verbose_name="locatie"
    )
    product = models.CharField("product of zorgvorm", max_length=60)
    reported_on = models.DateField("per")
    capacity = models.PositiveIntegerField("plaatsen")
    free = models.PositiveIntegerField("waarvan vrij")
    waiting_weeks = models.DecimalField(
        "wachttijd (weken)", max_digits=5, decimal_places=1, null=True, blank=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")

    owners = Owners(provider="provider__in", municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "opgave van capaciteit"
        verbose_name_plural = "opgaven van capaciteit"
        ordering = ["provider", "product", "-reported_on"]
        constraints = [
            models.UniqueConstraint(
                name="capacity_once_a_day",
                fields=["provider", "location", "product", "reported_on"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="capacity_free_within",
                condition=Q(free__lte=F("capacity")),
                violation_error_message="Er kunnen niet meer plaatsen vrij zijn dan er zijn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.product} per {self.reported_on}"
