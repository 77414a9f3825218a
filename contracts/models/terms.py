"""What people decide about a contract, on top of what deliveries bring.

A decision is proposed by one person and settled by another. When it is approved it becomes a delivery of
one row: a new ``ContractVersion`` with its own day of receipt, so that figures as of an earlier day stay the
same and later ones follow by themselves.
"""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from contracts.choices import DecisionKind, ProcurementForm
from contracts.models.catalogue import ProductCode
from contracts.models.contracts import Contract, ContractVersion
from inkoop.base.choices import ProposalState
from inkoop.base.models import Delivery, Proposed
from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet


class Proposal(Proposed):
    """Mixin: ``delivery`` is what approval brought into force; NULL as long as it is not approved."""

    delivery = models.OneToOneField(
        Delivery, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="in werking als"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_approved_by_another",
                condition=~Q(state=ProposalState.APPROVED)
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by")) & Q(delivery__isnull=False)),
            ),
            Proposed.Meta.constraints[1],
        ]


@pghistory.track()
class ContractDecision(Proposal):
    """The terms as they will be after this decision; ``base`` are those on which it was proposed (NULL = none)."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="decisions", verbose_name="contract")
    kind = models.CharField("soort", max_length=12, choices=DecisionKind.choices)
    decided_on = models.DateField(
        "besloten op", help_text="Dag van het besluit of van de brief aan de aanbieder."
    )
    base = models.ForeignKey(
        ContractVersion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gold daarvoor"
    )
    form = models.CharField("inkoopvorm", max_length=12, choices=ProcurementForm.choices)
    begin = models.DateField("begin")
    end = models.DateField("eind (t/m)", null=True, blank=True)
    options = models.CharField("verlengingsopties", max_length=40, blank=True, help_text="Bijvoorbeeld 3x12.")
    notice_months = models.PositiveSmallIntegerField("opzegtermijn (maanden)", null=True, blank=True)
    municipality_ids = ArrayField(
        models.BigIntegerField(), verbose_name="gemeenten", default=list, blank=True, help_text="Leeg = alle."
    )
    unused_year = models.PositiveSmallIntegerField(
        "zonder cliënten in",
        null=True,
        blank=True,
        help_text="Alleen bij ontbinding wegens onvoldoende inzet.",
    )

    class Meta(Proposal.Meta):
        verbose_name = "besluit over een contract"
        verbose_name_plural = "besluiten over contracten"
        ordering = ["-id"]
        constraints = [
            *Proposal.Meta.constraints,
            models.CheckConstraint(
                name="decision_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.UniqueConstraint(
                name="one_open_proposal_per_contract",
                fields=["contract"],
                condition=Q(state=ProposalState.PROPOSED),
            ),
            models.CheckConstraint(
                name="only_dissolved_for_want_of_use",
                condition=Q(unused_year__isnull=True) | Q(kind=DecisionKind.DISSOLVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.contract}"


@pghistory.track()
class ContractDocument(models.Model):
    """A document of a contract, or of a decision about it. ``content`` stands in the database with its SHA-256."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="documents", verbose_name="contract")
    decision = models.ForeignKey(
        ContractDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="besluit",
    )
    title = models.CharField("titel", max_length=200)
    file_name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("vingerafdruk (SHA-256)", max_length=64)
    size = models.PositiveIntegerField("grootte (bytes)")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="toegevoegd door"
    )
    added_at = models.DateTimeField("toegevoegd op", auto_now_add=True)

    owners = Owners(provider="contract__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "document bij een contract"
        verbose_name_plural = "documenten bij contracten"
        ordering = ["contract", "-id"]
        constraints = [
            models.UniqueConstraint(name="document_once_per_contract", fields=["contract", "sha256"])
        ]

    def __str__(self) -> str:
        return self.title


class DocumentContent(models.Model):
    """Apart from the document, so that lists and the history do not read it."""

    document = models.OneToOneField(
        ContractDocument, models.CASCADE, primary_key=True, related_name="content", verbose_name="document"
    )
    data = models.BinaryField("inhoud")

    class Meta:
        verbose_name = "inhoud van een document"
        verbose_name_plural = "inhoud van documenten"

    def __str__(self) -> str:
        return str(self.document_id)


@pghistory.track()
class LumpSum(models.Model):
    """An amount (cents) paid in instalments, beside or instead of price x quantity."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="lump_sums", verbose_name="contract")
    product_code = models.ForeignKey(
        ProductCode, models.PROTECT, null=True, blank=True, verbose_name="productcode"
    )
    description = models.CharField("waarvoor", max_length=200)
    begin = models.DateField("begin")
    end = models.DateField("eind (t/m)")
    cents = models.BigIntegerField("bedrag (eurocent)")
    reason = models.TextField("reden")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    owners = Owners(provider="contract__provider__in", municipality=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "vast bedrag"
        verbose_name_plural = "vaste bedragen"
        ordering = ["contract", "begin", "id"]
        constraints = [
            models.CheckConstraint(name="lump_sum_end_not_before_begin", condition=Q(end__gte=F("begin"))),
            models.CheckConstraint(name="lump_sum_positive", condition=Q(cents__gt=0)),
        ]

    def __str__(self) -> str:
        return self.description


@pghistory.track()
class Instalment(models.Model):
    """A part of a lump sum. ``paid_on`` NULL = not paid yet; ``dropped_on`` NULL = it counts.

    Those that count are together the lump sum. A part that is planned otherwise is dropped, not removed.
    """

    lump_sum = models.ForeignKey(
        LumpSum, models.PROTECT, related_name="instalments", verbose_name="vast bedrag"
    )
    due_on = models.DateField("te betalen op")
    cents = models.BigIntegerField("bedrag (eurocent)")
    paid_on = models.DateField("betaald op", null=True, blank=True)
    dropped_on = models.DateField("vervallen op", null=True, blank=True)

    owners = Owners(provider="lump_sum__contract__provider__in", municipality=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "termijn van een vast bedrag"
        verbose_name_plural = "termijnen van vaste bedragen"
        ordering = ["lump_sum", "due_on", "id"]
        constraints = [
            models.CheckConstraint(name="instalment_positive", condition=Q(cents__gt=0)),
            models.CheckConstraint(
                name="instalment_paid_or_dropped",
                condition=Q(paid_on__isnull=True) | Q(dropped_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lump_sum} op {self.due_on}"
