"""Why spending changed between two periods, split to the cent.

One statement writes these rows, and replaces them as a whole; that is why they point to no other rows.
"""

from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import ChangeDimension
from kpis.models.computations import Computation


class SpendingChange(models.Model):
    """One product in one unit, or all products (``is_whole``), within one key of a dimension.

    The window of the computation is the later period; the earlier one has the same calendar months, as many
    whole years before as keeps them apart. ``key``: gemeentecode, AGB or referrer type; empty = the region,
    or a referrer that is not known. Clients are distinct, with net declared > 0. Volume in ``unit``, hours
    as minutes; 0 for all products. Amounts in cents; the six parts add up to the change.
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="changes",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    dimension = models.CharField("uitgesplitst naar", max_length=10, choices=ChangeDimension.choices)
    key = models.CharField("sleutel", max_length=8, blank=True)
    is_whole = models.BooleanField("alle producten samen")
    product_code = models.CharField("productcode", max_length=5, blank=True)
    unit = models.CharField("eenheid", max_length=2, blank=True)
    clients_before = models.PositiveIntegerField("cliënten eerder")
    clients_after = models.PositiveIntegerField("cliënten later")
    volume_before = models.BigIntegerField("volume eerder")
    volume_after = models.BigIntegerField("volume later")
    declared_before = models.BigIntegerField("gedeclareerd eerder (eurocent)")
    declared_after = models.BigIntegerField("gedeclareerd later (eurocent)")
    by_clients = models.BigIntegerField("door cliënten (eurocent)")
    by_volume = models.BigIntegerField("door volume per cliënt (eurocent)")
    by_price = models.BigIntegerField("door prijs (eurocent)")
    by_new = models.BigIntegerField("door nieuwe producten (eurocent)")
    by_gone = models.BigIntegerField("door vervallen producten (eurocent)")
    by_fixed = models.BigIntegerField("door vaste bedragen (eurocent)")

    owners = Owners(agb="key__in", municipality_code="key__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "verandering van uitgaven"
        verbose_name_plural = "veranderingen van uitgaven"
        ordering = ["computation", "dimension", "key", "is_whole", "product_code", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="change_once_per_product",
                fields=["computation", "dimension", "key", "is_whole", "product_code", "unit"],
            ),
            models.CheckConstraint(
                name="change_parts_add_up",
                condition=Q(
                    declared_after=F("declared_before")
                    + F("by_clients")
                    + F("by_volume")
                    + F("by_price")
                    + F("by_new")
                    + F("by_gone")
                    + F("by_fixed")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {self.key} {self.product_code}".strip()

    @property
    def moved(self) -> int:
        """The change, in cents."""
        return self.declared_after - self.declared_before
