"""Prices and products that people propose by hand; in force once another person approves them."""

import pghistory
from django.db import models
from django.db.models import F, Q

from contracts.choices import Funding, Unit
from contracts.models.catalogue import ProductCategory, ProductCode, StandardCode
from contracts.models.contracts import Contract
from contracts.models.terms import ContractDecision, Proposal
from inkoop.base.choices import ProposalState

PRODUCT_FIELDS = (
    "category",
    "description",
    "unit",
    "care_form",
    "weight_class",
    "funding",
    "max_days",
    "staff_level",
    "extended",
    "valid_from",
    "needs_no_decision",
    "standard_code",
)
"""What a decision about a product sets."""


@pghistory.track()
class PriceDecision(Proposal):
    """Prices of one contract. ``together``: comes into force with that decision and never by itself; NULL = alone."""

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="price_decisions", verbose_name="contract"
    )
    together = models.OneToOneField(
        ContractDecision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="prices",
        verbose_name="samen met besluit",
    )
    decided_on = models.DateField("besloten op")

    class Meta(Proposal.Meta):
        verbose_name = "besluit over tarieven"
        verbose_name_plural = "besluiten over tarieven"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Tarieven van {self.contract}"


class PriceLine(models.Model):
    """One price in cents per unit, on the days ``begin`` to ``end``; NULL = open-ended. Written once."""

    decision = models.ForeignKey(
        PriceDecision, models.PROTECT, related_name="lines", verbose_name="besluit over tarieven"
    )
    product_code = models.ForeignKey(ProductCode, models.PROTECT, verbose_name="productcode")
    begin = models.DateField("begin")
    end = models.DateField("eind (t/m)", null=True, blank=True)
    cents = models.PositiveIntegerField("tarief (eurocent)")
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices)

    class Meta:
        verbose_name = "voorgesteld tarief"
        verbose_name_plural = "voorgestelde tarieven"
        ordering = ["decision", "product_code__code"]
        constraints = [
            models.UniqueConstraint(
                name="product_once_per_price_decision", fields=["decision", "product_code"]
            ),
            models.CheckConstraint(
                name="price_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.CheckConstraint(name="price_above_zero", condition=Q(cents__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.product_code_id} vanaf {self.begin}"


@pghistory.track()
class ProductDecision(Proposal):
    """A product as it will be after this decision; ``product`` NULL = a new one, until it is approved."""

    product = models.ForeignKey(
        ProductCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name="productcode",
    )
    code = models.CharField("code", max_length=5)
    category = models.ForeignKey(ProductCategory, models.PROTECT, verbose_name="productcategorie")
    description = models.CharField("omschrijving", max_length=200)
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices)
    care_form = models.CharField("zorgvorm", max_length=60, blank=True)
    weight_class = models.PositiveSmallIntegerField("gewichtsklasse", null=True, blank=True)
    funding = models.CharField("bekostiging", max_length=20, choices=Funding.choices, blank=True)
    max_days = models.PositiveIntegerField("maximale duur (dagen)", null=True, blank=True)
    staff_level = models.CharField("opleidingsniveau", max_length=40, blank=True)
    extended = models.BooleanField("verlengde jeugdhulp", default=False)
    valid_from = models.DateField("af te spreken vanaf", null=True, blank=True)
    needs_no_decision = models.BooleanField("zonder beschikking", default=False)
    standard_code = models.ForeignKey(
        StandardCode, models.PROTECT, null=True, blank=True, verbose_name="standaardcode"
    )

    class Meta(Proposal.Meta):
        verbose_name = "besluit over een product"
        verbose_name_plural = "besluiten over producten"
        ordering = ["-id"]
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                name="one_open_proposal_per_product",
                fields=["code"],
                condition=Q(state=ProposalState.PROPOSED),
            ),
            models.CheckConstraint(
                name="proposed_weight_class_is_one_to_three",
                condition=Q(weight_class__isnull=True) | Q(weight_class__range=(1, 3)),
            ),
        ]

    def __str__(self) -> str:
        return f"Product {self.code} {self.description}".strip()
