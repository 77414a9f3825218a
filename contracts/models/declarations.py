"""Declarations: accepted lines and refused lines.

Accepted lines carry copies of what their declaration and allocation say (provider, municipality,
client, dates), so that a figure needs no join. Composite foreign keys, made in a migration, keep the
copies true; that is why the plain foreign keys here have no constraint of their own.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from contracts.choices import DebitCredit, Unit
from contracts.models.allocations import Allocation, Client
from inkoop.base.models import Delivery, Municipality, Received
from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models import Provider


class Declaration(models.Model):
    """What a provider handed in under one DeclaratieNummer (TR333: once per provider)."""

    provider = models.ForeignKey(Provider, models.PROTECT, verbose_name="aanbieder")
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente")
    number = models.CharField("declaratienummer", max_length=12)
    declared_on = models.DateField("dagtekening")
    period = models.DateField(
        "declaratieperiode", null=True, blank=True, help_text="Eerste dag van de maand."
    )
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, related_name="declarations", verbose_name="aanlevering"
    )
    received_on = models.DateField("ontvangen op")

    owners = Owners(provider="provider__in", municipality="municipality__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "declaratie"
        verbose_name_plural = "declaraties"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="declaration_number_once_per_provider", fields=["provider", "number"]
            ),
            models.UniqueConstraint(
                name="declaration_with_copied_columns",
                fields=["id", "provider", "municipality", "declared_on", "received_on"],
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DeclarationLine(models.Model):
    """An accepted prestatie. Append-only: a correction is a new line. Amounts in cents, never negative.

    ``month`` is the service month (first day). ``debit`` is the line that a credit takes back.
    """

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="lines", db_constraint=False, verbose_name="declaratie"
    )
    row_number = models.PositiveIntegerField("rij")
    provider = models.ForeignKey(
        Provider, models.PROTECT, db_constraint=False, db_index=False, verbose_name="aanbieder"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, db_constraint=False, db_index=False, verbose_name="gemeente"
    )
    client = models.ForeignKey(
        Client, models.PROTECT, db_constraint=False, db_index=False, verbose_name="cliënt"
    )
    allocation = models.ForeignKey(
        Allocation, models.PROTECT, db_constraint=False, db_index=False, verbose_name="toewijzing"
    )
    declared_on = models.DateField("dagtekening")
    received_on = models.DateField("ontvangen op")
    month = models.DateField("dienstmaand")
    begin = models.DateField("begin")
    end = models.DateField("eind")
    volume = models.IntegerField("volume")
    tariff = models.IntegerField("tarief (eurocent)", null=True, help_text="Leeg bij eenheid 83.")
    amount = models.BigIntegerField("bedrag (eurocent)")
    debit = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_constraint=False,
        db_index=False,
        verbose_name="gecrediteerde regel",
    )
    category = models.CharField("productcategorie", max_length=2)
    product_code = models.CharField("productcode", max_length=5)
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices)
    debit_credit = models.CharField("debet/credit", max_length=1, choices=DebitCredit.choices)
    reference = models.CharField("referentienummer", max_length=20)

    owners = Owners(
        provider="provider__in",
        team="allocation__versions__team__in",
        has_clients=True,
        is_spread=True,
        behind_plan="provider",
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "prestatie"
        verbose_name_plural = "prestaties"
        permissions = [
            ("see_lines_without_plan", "Mag prestaties zien zonder controleplan, om ze te verwerken")
        ]
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="reference_once_per_provider", fields=["provider", "reference"]),
            models.UniqueConstraint(
                name="debit_credited_once", fields=["debit"], condition=Q(debit__isnull=False)
            ),
            models.CheckConstraint(
                name="line_is_debit_or_points_to_one",
                condition=Q(debit_credit="D", debit__isnull=True) | Q(debit_credit="C", debit__isnull=False),
            ),
            models.CheckConstraint(name="line_amount_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="line_end_not_before_begin", condition=Q(end__gte=F("begin"))),
        ]
        indexes = [
            # earlier lines of an allocation: rules 9322, 9369, 9389 and the use of an IBP
            models.Index(
                name="line_allocation_month",
                fields=["allocation", "month"],
                include=["received_on", "volume", "unit", "amount", "debit_credit"],
            ),
            # the months of a provider: its page, its list, and what a delivery touched
            models.Index(
                name="line_provider_month",
                fields=["provider", "month", "id"],
                include=["received_on", "amount", "debit_credit"],
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RefusedLine(Received):
    """A prestatie that was refused, with its codes; NULL or empty where the row could not be read."""

    provider = models.ForeignKey(Provider, models.PROTECT, null=True, blank=True, verbose_name="aanbieder")
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="gemeente"
    )
    municipality_code = models.CharField("gemeentecode", max_length=40, blank=True)
    agb = models.CharField("AGB-code", max_length=20, blank=True)
    declaration_number = models.CharField("declaratienummer", max_length=40, blank=True)
    declared_on = models.DateField("dagtekening", null=True, blank=True)
    reference = models.CharField("referentienummer", max_length=40, blank=True)
    allocation_number = models.CharField("toewijzingnummer", max_length=40, blank=True)
    category = models.CharField("productcategorie", max_length=20, blank=True)
    product_code = models.CharField("productcode", max_length=20, blank=True)
    month = models.DateField("dienstmaand", null=True, blank=True)
    amount = models.BigIntegerField("bedrag (eurocent)", null=True, blank=True)
    debit_credit = models.CharField("debet/credit", max_length=1, blank=True)
    codes = ArrayField(models.CharField(max_length=4), verbose_name="codes")

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "geweigerde prestatie"
        verbose_name_plural = "geweigerde prestaties"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(name="refused_line_once_per_row", fields=["delivery", "row_number"]),
        ]
        indexes = [
            models.Index(name="refused_reference", fields=["agb", "reference"]),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({', '.join(self.codes)})"
