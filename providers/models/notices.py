"""What the region tells providers in the portal."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models.register import Provider


@pghistory.track()
class Notice(models.Model):
    """Shown from ``shown_from`` t/m ``shown_until``. ``provider`` NULL = every provider reads it."""

    provider = models.ForeignKey(
        Provider,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="aanbieder",
        help_text="Leeg = alle aanbieders.",
    )
    title = models.CharField("kop", max_length=120)
    text = models.TextField("bericht", max_length=2_000)
    shown_from = models.DateField("te lezen vanaf")
    shown_until = models.DateField("te lezen t/m")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="geplaatst door"
    )

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht aan aanbieders"
        verbose_name_plural = "berichten aan aanbieders"
        ordering = ["-shown_from", "-id"]
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_begin", condition=Q(shown_until__gte=F("shown_from"))
            )
        ]

    def __str__(self) -> str:
        return self.title
