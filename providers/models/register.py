"""Providers (aanbieders) and what is known of them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from inkoop.base.models import Received
from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet
from providers.choices import ProviderStatus, Segment
from providers.models.validators import check_agb, check_kvk


@pghistory.track()
class Provider(Received):
    agb = models.CharField(
        "AGB-code", max_length=8, unique=True, help_text="Acht cijfers.", validators=[check_agb]
    )
    name = models.CharField("naam", max_length=120)
    kvk = models.CharField("KvK-nummer", max_length=8, blank=True, validators=[check_kvk])
    legal_form = models.CharField("rechtsvorm", max_length=60, blank=True)
    segment = models.CharField(
        "segment",
        max_length=40,
        default=Segment.OTHER,
        help_text="Gebruikelijk: strategisch, groot of overig.",
    )
    city = models.CharField("plaats", max_length=80, blank=True)
    email = models.EmailField("e-mail", max_length=120, blank=True)
    status = models.CharField(
        "status", max_length=12, choices=ProviderStatus.choices, default=ProviderStatus.ACTIVE
    )
    excluded_until = models.DateField("uitgesloten tot en met", null=True, blank=True)
    account_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="accounts",
        verbose_name="accounthouder",
    )

    owners = Owners(provider="pk__in", municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "aanbieder"
        verbose_name_plural = "aanbieders"
        ordering = ["name", "agb"]
        constraints = [
            models.CheckConstraint(
                name="provider_agb_is_eight_digits", condition=Q(agb__regex=r"^[0-9]{8}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.agb})"


class ProviderSegment(Received):
    """The segment a provider was in since ``received_on``; appended, so that peers of a past peildatum hold."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="segments", verbose_name="aanbieder")
    segment = models.CharField("segment", max_length=40)

    class Meta:
        verbose_name = "segmentindeling"
        verbose_name_plural = "segmentindelingen"
        ordering = ["provider", "received_on"]
        constraints = [
            models.UniqueConstraint(name="segment_once_per_delivery", fields=["provider", "delivery"])
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.segment} vanaf {self.received_on}"
