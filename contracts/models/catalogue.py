"""The product catalogue."""

import pghistory
from django.db import models
from django.db.models import Q

from contracts.choices import Funding, Unit
from inkoop.base.models import Received


class ProductCategory(models.Model):
    """JZ020 Productcategorie; filled by a migration."""

    code = models.CharField("productcategorie", max_length=2, primary_key=True)
    name = models.CharField("naam", max_length=80)

    class Meta:
        verbose_name = "productcategorie"
        verbose_name_plural = "productcategorieën"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track()
class ProductCode(Received):
    """A code of the region's product list. The meaning of a code holds for the whole region."""

    code = models.CharField("productcode", max_length=5, unique=True)
    category = models.ForeignKey(ProductCategory, models.PROTECT, verbose_name="productcategorie")
    description = models.CharField("omschrijving", max_length=200, blank=True)
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices, blank=True)
    care_form = models.CharField("zorgvorm", max_length=60, blank=True)
    weight_class = models.PositiveSmallIntegerField(
        "gewichtsklasse", null=True, blank=True, help_text="1 licht, 2 middel, 3 zwaar."
    )
    funding = models.CharField("bekostiging", max_length=20, choices=Funding.choices, blank=True)
    max_days = models.PositiveIntegerField("maximale duur (dagen)", null=True, blank=True)
    staff_level = models.CharField("opleidingsniveau", max_length=40, blank=True)
    extended = models.BooleanField("verlengde jeugdhulp", default=False)

    class Meta:
        verbose_name = "productcode"
        verbose_name_plural = "productcodes"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="weight_class_is_one_to_three",
                condition=Q(weight_class__isnull=True) | Q(weight_class__range=(1, 3)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()
