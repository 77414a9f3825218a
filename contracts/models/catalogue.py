"""The product catalogue: what the region buys, under which code, since when, and where not."""

import pghistory
from django.db import models
from django.db.models import F, Q

from contracts.choices import Funding, Unit
from inkoop.base.models import Municipality, Received
from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet


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


class StandardCode(models.Model):
    """A code of the national list JZ21 of Jeugdwet products; filled by a migration. Regions may use their own."""

    code = models.CharField("standaardcode", max_length=5, primary_key=True)
    category = models.ForeignKey(ProductCategory, models.PROTECT, verbose_name="productcategorie")
    description = models.CharField("omschrijving", max_length=200)
    funding = models.CharField("bekostiging", max_length=20, choices=Funding.choices, blank=True)
    care_form = models.CharField("hulpvorm", max_length=120, blank=True)

    class Meta:
        verbose_name = "standaardproductcode"
        verbose_name_plural = "standaardproductcodes"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"


@pghistory.track()
class ProductCode(Received):
    """A code of the region's product list. The meaning of a code holds for the whole region.

    ``valid_from`` and ``valid_until`` are about new agreements: what runs is declared under its code as before;
    NULL = always. ``needs_no_decision``: care that is given without a beschikking of the municipality.
    """

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
    valid_from = models.DateField("af te spreken vanaf", null=True, blank=True)
    valid_until = models.DateField("af te spreken t/m", null=True, blank=True)
    needs_no_decision = models.BooleanField("zonder beschikking", default=False)
    standard_code = models.ForeignKey(
        StandardCode,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="standaardcode",
        help_text="De code van de landelijke lijst die hetzelfde betekent.",
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name="opgegaan in",
    )

    class Meta:
        verbose_name = "productcode"
        verbose_name_plural = "productcodes"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="weight_class_is_one_to_three",
                condition=Q(weight_class__isnull=True) | Q(weight_class__range=(1, 3)),
            ),
            models.CheckConstraint(
                name="product_validity_not_before_begin",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="product_merges_into_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()


@pghistory.track()
class MunicipalExclusion(models.Model):
    """A municipality no longer buys something ("geen jeugdhulp meer"): one product, or a whole category.

    Counts from ``begin``; ``end`` is the last day, NULL = until further notice.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="exclusions", verbose_name="gemeente"
    )
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, verbose_name="productcategorie"
    )
    product_code = models.ForeignKey(
        ProductCode,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exclusions",
        verbose_name="productcode",
    )
    begin = models.DateField("vanaf")
    end = models.DateField("t/m", null=True, blank=True)
    reason = models.CharField("reden", max_length=300)

    owners = Owners(provider=EVERY_ROW, municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "uitsluiting per gemeente"
        verbose_name_plural = "uitsluitingen per gemeente"
        ordering = ["municipality", "begin"]
        constraints = [
            models.CheckConstraint(
                name="exclusion_of_a_category_or_a_product",
                condition=Q(category__isnull=False, product_code__isnull=True)
                | Q(category__isnull=True, product_code__isnull=False),
            ),
            models.CheckConstraint(
                name="exclusion_end_not_before_begin",
                condition=Q(end__isnull=True) | Q(end__gte=F("begin")),
            ),
            models.UniqueConstraint(
                name="exclusion_once",
                fields=["municipality", "category", "product_code", "begin"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        what = self.product_code or self.category
        return f"{self.municipality.name}: geen {what} vanaf {self.begin:%d-%m-%Y}"


@pghistory.track()
class Shortage(models.Model):
    """There is not enough of a product. While it lasts, no contract for it is dissolved for want of use.

    ``end`` is the last day; NULL = it lasts.
    """

    product_code = models.ForeignKey(
        ProductCode, models.PROTECT, related_name="shortages", verbose_name="productcode"
    )
    begin = models.DateField("vanaf")
    end = models.DateField("t/m", null=True, blank=True)
    reason = models.CharField("waaruit dat blijkt", max_length=300)

    owners = Owners(provider=EVERY_ROW, municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "tekort"
        verbose_name_plural = "tekorten"
        ordering = ["product_code", "-begin"]
        constraints = [
            models.CheckConstraint(
                name="shortage_end_not_before_begin",
                condition=Q(end__isnull=True) | Q(end__gte=F("begin")),
            ),
            models.UniqueConstraint(name="shortage_once", fields=["product_code", "begin"]),
        ]

    def __str__(self) -> str:
        return f"tekort aan {self.product_code} vanaf {self.begin:%d-%m-%Y}"
