"""Clients (as pseudonyms), allocations, care messages and individual budget ceilings."""

from django.db import models
from django.db.models import F, Q

from contracts.choices import ChangeReason, Frequency, ReferrerType, StopReason, Unit
from inkoop.base.models import Municipality, Received, Team
from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models import Provider


class Client(models.Model):
    """A youth, known by pseudonym only: the sender's own, or HMAC-SHA-256 of the BSN under a secret key."""

    pseudonym = models.CharField("pseudoniem", max_length=64, unique=True)
    birth_month = models.DateField(
        "geboortemaand", null=True, blank=True, help_text="Eerste dag van de maand."
    )

    owners = Owners(
        provider="allocations__versions__provider__in",
        team="allocations__versions__team__in",
        has_clients=True,
        is_spread=True,
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "cliënt"
        verbose_name_plural = "cliënten"

    def __str__(self) -> str:
        return self.pseudonym[:12]


class Allocation(models.Model):
    """A toewijzing: unique per municipality (OP275), of one client; its content stands in its versions."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente")
    number = models.CharField("toewijzingnummer", max_length=20)
    client = models.ForeignKey(Client, models.PROTECT, related_name="allocations", verbose_name="cliënt")

    owners = Owners(
        provider="versions__provider__in", team="versions__team__in", has_clients=True, is_spread=True
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "toewijzing"
        verbose_name_plural = "toewijzingen"
        constraints = [
            models.UniqueConstraint(name="allocation_number_once", fields=["municipality", "number"]),
            # target of the composite foreign key of declaration lines: keeps their copies true
            models.UniqueConstraint(name="allocation_with_client", fields=["id", "client", "municipality"]),
        ]

    def __str__(self) -> str:
        return self.number


class AllocationVersion(Received):
    """One version of an allocation. As of P the newest (issued_on, issued_at) received on or before P
    counts; of equal ones the one received last (IV013, OP080).

    ``volume`` is per ``frequency`` in ``unit`` (for unit 83 in cents); ``budget`` in cents; never both.
    """

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="versions", verbose_name="toewijzing"
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="allocations", verbose_name="aanbieder"
    )
    category = models.CharField("productcategorie", max_length=2, blank=True)
    product_code = models.CharField("productcode", max_length=5, blank=True)
    issued_on = models.DateField("toewijzingsdatum")
    issued_at = models.TimeField("toewijzingstijd")
    begin = models.DateField("ingangsdatum")
    end = models.DateField("einddatum", null=True, blank=True)
    volume = models.BigIntegerField("volume", null=True, blank=True)
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices, blank=True)
    frequency = models.CharField("frequentie", max_length=1, choices=Frequency.choices, blank=True)
    budget = models.BigIntegerField("budget (eurocent)", null=True, blank=True)
    reason = models.CharField("reden wijziging", max_length=2, choices=ChangeReason.choices, blank=True)
    referrer_type = models.CharField("verwijzer", max_length=2, choices=ReferrerType.choices, blank=True)
    referrer_name = models.CharField("naam verwijzer", max_length=80, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, verbose_name="team")

    owners = Owners(provider="provider__in", team="team__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "versie van een toewijzing"
        verbose_name_plural = "versies van toewijzingen"
        ordering = ["allocation", "-issued_on", "-issued_at", "-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="allocation_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.CheckConstraint(
                name="allocation_has_volume_or_budget_not_both",
                condition=Q(volume__isnull=True) | Q(budget__isnull=True),
            ),
            models.CheckConstraint(
                name="allocation_volume_has_unit_and_frequency",
                condition=Q(volume__isnull=True, unit="", frequency="")
                | (Q(volume__isnull=False) & ~Q(unit="") & ~Q(frequency="")),
            ),
            models.UniqueConstraint(
                name="allocation_version_once_per_row", fields=["delivery", "row_number"]
            ),
        ]
        indexes = [
            models.Index(
                name="allocation_newest_version",
                fields=["allocation", "-issued_on", "-issued_at", "-received_on", "-id"],
            ),
            models.Index(name="allocation_of_provider", fields=["provider", "allocation"]),
        ]

    def __str__(self) -> str:
        return f"{self.allocation_id} van {self.issued_on}"


class CareStart(Received):
    """JW305: care began. The product is empty when the sender named none.

    From ``withdrawn_on`` (day of receipt of the withdrawal, NULL = stands) it no longer counts.
    """

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="starts", verbose_name="toewijzing"
    )
    category = models.CharField("productcategorie", max_length=2, blank=True)
    product_code = models.CharField("productcode", max_length=5, blank=True)
    begin = models.DateField("begindatum")
    withdrawn_on = models.DateField("ingetrokken op", null=True, blank=True)

    owners = Owners(
        provider="allocation__versions__provider__in",
        team="allocation__versions__team__in",
        has_clients=True,
        is_spread=True,
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "start zorg"
        verbose_name_plural = "starts zorg"
        constraints = [
            models.UniqueConstraint(
                name="care_start_once",
                fields=["allocation", "category", "product_code", "begin"],
                condition=Q(withdrawn_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.allocation_id}: {self.begin}"


class CareStop(Received):
    """JW307: care ended. Reason 20 is a temporary stop and no end.

    ``begin`` repeats the start (NULL and an empty product: the sender named none). From ``withdrawn_on`` (day of
    receipt of the withdrawal, NULL = stands) it no longer counts.
    """

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="stops", verbose_name="toewijzing"
    )
    category = models.CharField("productcategorie", max_length=2, blank=True)
    product_code = models.CharField("productcode", max_length=5, blank=True)
    begin = models.DateField("begindatum", null=True, blank=True)
    end = models.DateField("einddatum")
    reason = models.CharField("reden beëindiging", max_length=2, choices=StopReason.choices)
    withdrawn_on = models.DateField("ingetrokken op", null=True, blank=True)

    owners = Owners(
        provider="allocation__versions__provider__in",
        team="allocation__versions__team__in",
        has_clients=True,
        is_spread=True,
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "stop zorg"
        verbose_name_plural = "stops zorg"
        constraints = [
            models.UniqueConstraint(
                name="care_stop_once",
                fields=["allocation", "category", "product_code", "begin", "end", "reason"],
                condition=Q(withdrawn_on__isnull=True),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.allocation_id}: {self.end} ({self.get_reason_display()})"


class Ibp(models.Model):
    """An individueel budgetplafond: a ceiling per youth, a signal and no hard maximum."""

    code = models.CharField("IBP", max_length=40, unique=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente")
    client = models.ForeignKey(Client, models.PROTECT, related_name="ibps", verbose_name="cliënt")

    owners = Owners(
        provider="versions__allocations__versions__provider__in",
        team="versions__allocations__versions__team__in",
        has_clients=True,
        is_spread=True,
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "IBP"
        verbose_name_plural = "IBP's"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class IbpVersion(Received):
    """The amount (cents, NULL = none) since a version. A raise is a new version; nothing is overwritten."""

    ibp = models.ForeignKey(Ibp, models.PROTECT, related_name="versions", verbose_name="IBP")
    version = models.PositiveSmallIntegerField("versie")
    amount = models.BigIntegerField("bedrag (eurocent)", null=True, blank=True)
    begin = models.DateField("ingangsdatum")
    end = models.DateField("einddatum", null=True, blank=True)
    set_by = models.CharField("vastgesteld door", max_length=80, blank=True)
    set_on = models.DateField("vastgesteld op", null=True, blank=True)
    child_class = models.CharField("kindklasse", max_length=20, blank=True)
    system_class = models.CharField("systeemklasse", max_length=20, blank=True)
    allocations = models.ManyToManyField(Allocation, through="IbpLink", related_name="ibp_versions")

    owners = Owners(
        provider="allocations__versions__provider__in",
        team="allocations__versions__team__in",
        has_clients=True,
        is_spread=True,
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "IBP-versie"
        verbose_name_plural = "IBP-versies"
        ordering = ["ibp", "-version"]
        constraints = [
            models.UniqueConstraint(name="ibp_version_once", fields=["ibp", "version"]),
            models.CheckConstraint(
                name="ibp_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.CheckConstraint(
                name="ibp_amount_not_negative", condition=Q(amount__isnull=True) | Q(amount__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ibp_id} versie {self.version}"


class IbpLink(models.Model):
    ibp_version = models.ForeignKey(IbpVersion, models.CASCADE, related_name="links")
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="ibp_links")

    class Meta:
        verbose_name = "toewijzing onder een IBP"
        verbose_name_plural = "toewijzingen onder IBP's"
        constraints = [
            models.UniqueConstraint(
                name="allocation_once_per_ibp_version", fields=["ibp_version", "allocation"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.ibp_version_id} - {self.allocation_id}"
