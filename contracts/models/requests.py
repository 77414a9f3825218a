"""Requests of providers for an allocation (JW315) or a change (JW317), and what was decided on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.choices import (
    Frequency,
    ProductChange,
    ReferrerType,
    RefusalReason,
    RequestKind,
    RequestReason,
    RequestStatus,
    Unit,
)
from contracts.models.allocations import Allocation, Client
from inkoop.base.models import Delivery, Municipality, Received
from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models import Provider


class CareRequest(Received):
    """One request under one ReferentieAanbieder (TR347: once per provider).

    A JW315 holds a request per product, a JW317 is one request about several products. ``status`` and
    ``decided_on`` follow the newest decision; open and under investigation = the provider waits.
    """

    kind = models.CharField("soort", max_length=10, choices=RequestKind.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente")
    provider = models.ForeignKey(Provider, models.PROTECT, verbose_name="aanbieder")
    client = models.ForeignKey(Client, models.PROTECT, related_name="requests", verbose_name="cliënt")
    reference = models.CharField("referentie van de aanbieder", max_length=36)
    dated_on = models.DateField("dagtekening")
    reason = models.CharField("reden verzoek", max_length=1, choices=RequestReason.choices, blank=True)
    referrer_type = models.CharField("verwijzer", max_length=2, choices=ReferrerType.choices, blank=True)
    referrer_name = models.CharField("naam verwijzer", max_length=80, blank=True)
    referrer_agb = models.CharField("AGB-code verwijzer", max_length=8, blank=True)
    status = models.CharField(
        "status", max_length=10, choices=RequestStatus.choices, default=RequestStatus.OPEN
    )
    decided_on = models.DateField("besloten op", null=True, blank=True)

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "verzoek"
        verbose_name_plural = "verzoeken"
        ordering = ["-id"]
        permissions = [("decide_request", "Mag op verzoeken besluiten")]
        constraints = [
            models.UniqueConstraint(
                name="request_reference_once_per_provider", fields=["provider", "reference"]
            ),
            models.UniqueConstraint(name="request_once_per_row", fields=["delivery", "row_number"]),
            models.CheckConstraint(
                name="request_is_decided_unless_open",
                condition=Q(status="open", decided_on__isnull=True)
                | (~Q(status="open") & Q(decided_on__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="request_of_client", fields=["client", "provider", "status"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_pending(self) -> bool:
        """Neither granted nor refused (TR374)."""
        return self.status in PENDING


PENDING = (RequestStatus.OPEN, RequestStatus.INVESTIGATED)


class RequestedProduct(models.Model):
    """A product in a request. Of a product that stays as it is only the allocation is known.

    ``volume`` is per ``frequency`` in ``unit``; ``budget`` in cents; never both.
    """

    request = models.ForeignKey(CareRequest, models.PROTECT, related_name="products", verbose_name="verzoek")
    place = models.PositiveSmallIntegerField("plaats")
    change = models.CharField("wat", max_length=11, choices=ProductChange.choices)
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="toewijzing"
    )
    category = models.CharField("productcategorie", max_length=2, blank=True)
    product_code = models.CharField("productcode", max_length=5, blank=True)
    begin = models.DateField("gewenste ingangsdatum", null=True, blank=True)
    end = models.DateField("gewenste einddatum", null=True, blank=True)
    volume = models.BigIntegerField("volume", null=True, blank=True)
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices, blank=True)
    frequency = models.CharField("frequentie", max_length=1, choices=Frequency.choices, blank=True)
    budget = models.BigIntegerField("budget (eurocent)", null=True, blank=True)

    class Meta:
        verbose_name = "gevraagd product"
        verbose_name_plural = "gevraagde producten"
        ordering = ["request", "place"]
        constraints = [
            models.UniqueConstraint(name="requested_product_once_per_place", fields=["request", "place"]),
            models.CheckConstraint(
                name="requested_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.CheckConstraint(
                name="only_a_new_product_has_no_allocation",
                condition=Q(change="nieuw", allocation__isnull=True)
                | (~Q(change="nieuw") & Q(allocation__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} product {self.place}"


class RequestDecision(models.Model):
    """What was decided on a request. ``delivery`` is the message that told so, or the one that granted here.

    ``by`` NULL = told by a message. ``sent_at`` NULL = the JW301 or JW319 has yet to be written.
    """

    request = models.ForeignKey(CareRequest, models.PROTECT, related_name="decisions", verbose_name="verzoek")
    status = models.CharField("besluit", max_length=10, choices=RequestStatus.choices)
    decided_on = models.DateField("besloten op")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="door",
    )
    refusal_reason = models.CharField(
        "reden afwijzing", max_length=1, choices=RefusalReason.choices, blank=True
    )
    other_municipality = models.CharField("verantwoordelijke gemeente", max_length=4, blank=True)
    explanation = models.CharField("toelichting", max_length=300, blank=True)
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="aanlevering"
    )
    sent_at = models.DateTimeField("bericht geschreven op", null=True, blank=True)

    class Meta:
        verbose_name = "besluit op een verzoek"
        verbose_name_plural = "besluiten op verzoeken"
        ordering = ["request", "id"]
        constraints = [
            models.CheckConstraint(name="decision_is_not_open", condition=~Q(status="open")),
            models.CheckConstraint(
                name="only_a_refusal_has_a_reason",
                condition=(Q(status="afgewezen") & ~Q(refusal_reason=""))
                | (~Q(status="afgewezen") & Q(refusal_reason="", other_municipality="")),
            ),
            models.CheckConstraint(
                name="residence_names_the_municipality",
                condition=(Q(refusal_reason="8") & ~Q(other_municipality=""))
                | (~Q(refusal_reason="8") & Q(other_municipality="")),
            ),
            # TR360, TR365: investigated at most once, and granted or refused at most once
            models.UniqueConstraint(name="decision_once_per_request", fields=["request", "status"]),
            models.UniqueConstraint(
                name="request_ends_once",
                fields=["request"],
                condition=Q(status__in=["toegewezen", "afgewezen"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.get_status_display()}"
