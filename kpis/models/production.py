"""What a provider says it delivered in a year (productieverantwoording)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import TaskState
from providers.models import Provider


@pghistory.track()
class Production(models.Model):
    """Of one provider over one calendar year. Without a row the provider has not begun.

    ``submitted_at``: the figures of the system beside it are those of that day; NULL = those of today.
    ``judged_on``: day of acceptance or return, with its reason in ``judgement``.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="productions", verbose_name="aanbieder"
    )
    year = models.PositiveSmallIntegerField("jaar")
    state = models.CharField("stand", max_length=14, choices=TaskState.choices, default=TaskState.DRAFT)
    note = models.TextField("toelichting", blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ingediend door"
    )
    submitted_at = models.DateTimeField("ingediend op", null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="beoordeeld door"
    )
    judged_on = models.DateField("beoordeeld op", null=True)
    judgement = models.CharField("oordeel", max_length=300, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "productieverantwoording"
        verbose_name_plural = "productieverantwoordingen"
        ordering = ["-year", "provider"]
        constraints = [
            models.UniqueConstraint(name="production_once_per_year", fields=["provider", "year"]),
            models.CheckConstraint(
                name="production_submitted_has_moment",
                condition=~Q(state__in=["ingediend", "aanvaard"]) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="production_judged_has_day",
                condition=~Q(state__in=["aanvaard", "teruggestuurd"]) | Q(judged_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} over {self.year}"


@pghistory.track()
class ProductionLine(models.Model):
    """One product code of it, as the provider counts. ``cents`` in eurocents; NULL = not filled in yet."""

    production = models.ForeignKey(
        Production, models.CASCADE, related_name="lines", verbose_name="productieverantwoording"
    )
    product_code = models.CharField("productcode", max_length=5)
    clients = models.PositiveIntegerField("jeugdigen", null=True, blank=True)
    cents = models.BigIntegerField("bedrag (eurocent)", null=True, blank=True)

    owners = Owners(provider="production__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "regel van een productieverantwoording"
        verbose_name_plural = "regels van productieverantwoordingen"
        ordering = ["production", "product_code"]
        constraints = [
            models.UniqueConstraint(name="production_code_once", fields=["production", "product_code"])
        ]

    def __str__(self) -> str:
        return self.product_code
