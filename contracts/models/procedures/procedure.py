"""A procurement procedure as it is published: what is bought, who may apply when, and what is asked.

No state is kept: it follows from the windows and the decisions (``contracts.rules.procedures``).
"""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from contracts.choices import PriceFormula, ProcurementForm, Unit
from contracts.models.catalogue import ProductCode
from contracts.models.contracts import DateRange
from inkoop.base.rights import VisibleQuerySet
from providers.choices import EvidenceKind

FORMS = [choice for choice in ProcurementForm.choices if choice[0] != ProcurementForm.INCIDENTAL]


@pghistory.track()
class Procedure(models.Model):
    """An open house or an aanbesteding, with the terms of the contracts that follow from it.

    ``end`` NULL = contracts without an end; ``reassess_months`` NULL = an admission is not judged again.
    """

    code = models.CharField("kenmerk", max_length=20, unique=True, help_text="Bijvoorbeeld OH-2026-1.")
    title = models.CharField("naam", max_length=120)
    form = models.CharField("inkoopvorm", max_length=12, choices=FORMS)
    description = models.TextField("wat wordt ingekocht", blank=True)
    begin = models.DateField("contracten vanaf")
    end = models.DateField("contracten t/m", null=True, blank=True)
    options = models.CharField("verlengingsopties", max_length=40, blank=True, help_text="Bijvoorbeeld 3x12.")
    notice_months = models.PositiveSmallIntegerField("opzegtermijn (maanden)", null=True, blank=True)
    municipality_ids = ArrayField(
        models.BigIntegerField(), verbose_name="gemeenten", default=list, blank=True, help_text="Leeg = alle."
    )
    reassess_months = models.PositiveSmallIntegerField(
        "toelating herbeoordelen na (maanden)", null=True, blank=True, help_text="Leeg = niet."
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name="verantwoordelijke",
        help_text="Krijgt de termijnen van deze procedure.",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "inkoopprocedure"
        verbose_name_plural = "inkoopprocedures"
        ordering = ["-begin", "code"]
        constraints = [
            models.CheckConstraint(
                name="procedure_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.CheckConstraint(
                name="procedure_is_open_house_or_tender",
                condition=Q(form__in=[ProcurementForm.OPEN_HOUSE, ProcurementForm.TENDER]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def is_tender(self) -> bool:
        return self.form == ProcurementForm.TENDER


@pghistory.track()
class EntryWindow(models.Model):
    """Days on which providers may apply, both ends included. An aanbesteding has one, an open house may have more."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="windows", verbose_name="procedure")
    begin = models.DateField("open vanaf")
    end = models.DateField("open t/m")

    class Meta:
        verbose_name = "inschrijfronde"
        verbose_name_plural = "inschrijfrondes"
        ordering = ["procedure", "begin"]
        constraints = [
            models.CheckConstraint(name="window_end_not_before_begin", condition=Q(end__gte=F("begin"))),
            ExclusionConstraint(
                name="one_window_of_a_procedure_per_day",
                expressions=[
                    (F("procedure"), RangeOperators.EQUAL),
                    (DateRange(F("begin"), F("end"), Value("[]")), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begin:%d-%m-%Y} t/m {self.end:%d-%m-%Y}"


@pghistory.track()
class Lot(models.Model):
    """A perceel. Every procedure has at least one. ``max_awards`` NULL = everyone who is fit."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="lots", verbose_name="procedure")
    number = models.PositiveSmallIntegerField("perceel")
    name = models.CharField("naam", max_length=120)
    max_awards = models.PositiveSmallIntegerField(
        "hoogste aantal gunningen",
        null=True,
        blank=True,
        help_text="Leeg = geen grens; bij open house altijd leeg.",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "perceel"
        verbose_name_plural = "percelen"
        ordering = ["procedure", "number"]
        constraints = [
            models.UniqueConstraint(name="lot_number_once", fields=["procedure", "number"]),
            models.CheckConstraint(
                name="lot_awards_at_least_one", condition=Q(max_awards__isnull=True) | Q(max_awards__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"Perceel {self.number}: {self.name}"


@pghistory.track()
class LotProduct(models.Model):
    """A product of a lot at its published tariff, in cents per unit; becomes a tariff of each contract.

    When the price is a criterion the published tariff is the highest that may be offered, and the offered one
    becomes the tariff. ``volume``: expected units a year, which weigh the offered tariffs; NULL = not given.
    """

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="products", verbose_name="perceel")
    product_code = models.ForeignKey(ProductCode, models.PROTECT, verbose_name="productcode")
    cents = models.PositiveIntegerField("tarief (eurocent)")
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices)
    volume = models.PositiveIntegerField(
        "verwacht aantal per jaar",
        null=True,
        blank=True,
        help_text="Eenheden per jaar voor het hele perceel. Nodig als de prijs een gunningscriterium is.",
    )

    class Meta:
        verbose_name = "product van een perceel"
        verbose_name_plural = "producten van een perceel"
        ordering = ["lot", "product_code__code"]
        constraints = [
            models.UniqueConstraint(name="product_once_per_lot", fields=["lot", "product_code"]),
            models.CheckConstraint(name="lot_tariff_above_zero", condition=Q(cents__gt=0)),
            models.CheckConstraint(
                name="lot_volume_above_zero", condition=Q(volume__isnull=True) | Q(volume__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_code} in {self.lot}"


@pghistory.track()
class Requirement(models.Model):
    """Something every applicant must meet. ``lot`` NULL = for all lots; ``evidence_kind`` empty = no paper asked."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="requirements", verbose_name="procedure"
    )
    lot = models.ForeignKey(
        Lot, models.CASCADE, null=True, blank=True, related_name="requirements", verbose_name="perceel"
    )
    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("eis", max_length=300)
    explanation = models.TextField("toelichting", blank=True)
    evidence_kind = models.CharField(
        "gevraagd bewijs", max_length=16, choices=EvidenceKind.choices, blank=True
    )

    class Meta:
        verbose_name = "eis"
        verbose_name_plural = "eisen"
        ordering = ["procedure", "number"]
        constraints = [
            models.UniqueConstraint(name="requirement_number_once", fields=["procedure", "number"])
        ]

    def __str__(self) -> str:
        return f"Eis {self.number}: {self.text}"


@pghistory.track()
class Criterion(models.Model):
    """A gunningscriterium of a lot. ``weight`` in percent; those of a lot add up to 100.

    ``minimum`` in points; below it an application gets no contract; NULL = no minimum. ``formula`` empty =
    assessors give the points; otherwise they follow from the price. ``price_floor`` in percent of the published
    tariffs, of the band only.
    """

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="criteria", verbose_name="perceel")
    number = models.PositiveSmallIntegerField("nummer")
    name = models.CharField("criterium", max_length=120)
    explanation = models.TextField("waar op gelet wordt", blank=True)
    weight = models.DecimalField("weging (%)", max_digits=5, decimal_places=2)
    maximum = models.DecimalField("hoogste aantal punten", max_digits=5, decimal_places=2, default=10)
    minimum = models.DecimalField(
        "laagste aantal punten", max_digits=5, decimal_places=2, null=True, blank=True
    )
    formula = models.CharField(
        "punten volgen uit de prijs",
        max_length=12,
        choices=PriceFormula.choices,
        blank=True,
        help_text="Leeg = beoordelaars geven de punten.",
    )
    price_floor = models.DecimalField(
        "bodem van de bandbreedte (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Deel van de gepubliceerde tarieven waarbij het hoogste aantal punten hoort, bijvoorbeeld 85.",
    )

    class Meta:
        verbose_name = "gunningscriterium"
        verbose_name_plural = "gunningscriteria"
        ordering = ["lot", "number"]
        constraints = [
            models.UniqueConstraint(name="criterion_number_once", fields=["lot", "number"]),
            models.UniqueConstraint(
                name="one_price_criterion_per_lot", fields=["lot"], condition=~Q(formula="")
            ),
            models.CheckConstraint(
                name="price_floor_belongs_to_the_band",
                condition=Q(formula="bandbreedte", price_floor__gte=0, price_floor__lt=100)
                | ~Q(formula="bandbreedte") & Q(price_floor__isnull=True),
                violation_error_message="Vul de bodem in bij een bandbreedte (0 tot 100%), en alleen dan.",
            ),
            models.CheckConstraint(
                name="criterion_weight_is_a_percentage", condition=Q(weight__gt=0, weight__lte=100)
            ),
            models.CheckConstraint(name="criterion_maximum_above_zero", condition=Q(maximum__gt=0)),
            models.CheckConstraint(
                name="criterion_minimum_is_possible",
                condition=Q(minimum__isnull=True) | Q(minimum__gte=0, minimum__lte=F("maximum")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


@pghistory.track()
class Assessor(models.Model):
    """Somebody appointed to judge the applications of a procedure."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="assessors", verbose_name="procedure"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assesses", verbose_name="beoordelaar"
    )

    class Meta:
        verbose_name = "beoordelaar"
        verbose_name_plural = "beoordelaars"
        ordering = ["procedure", "user__username"]
        constraints = [models.UniqueConstraint(name="assessor_once", fields=["procedure", "user"])]

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()


@pghistory.track()
class Milestone(models.Model):
    """A day in the planning. ``reached_on`` NULL = not yet."""

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="milestones", verbose_name="procedure"
    )
    name = models.CharField("mijlpaal", max_length=120)
    planned_on = models.DateField("gepland op")
    reached_on = models.DateField("gehaald op", null=True, blank=True)

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["procedure", "planned_on", "pk"]
        constraints = [models.UniqueConstraint(name="milestone_once", fields=["procedure", "name"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.planned_on:%d-%m-%Y})"
