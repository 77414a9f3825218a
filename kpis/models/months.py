"""Maandreeks: allocation value against declared value, per municipality, category and service month.

One statement writes these rows from the very tables they point to, thousands at a time, and replaces
them as a whole. A key constraint per row would cost more than computing it; that is why they have none.
"""

from django.db import models
from django.db.models import Q

from inkoop.base.models import Municipality
from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.models.computations import Computation


class MonthValue(models.Model):
    """One service month of one category in one municipality. Amounts in cents.

    ``clients`` had an allocation in force; of those ``clients_without_invoice`` have no declared amount.
    ``value`` is the allocation value W of the allocations in force, without the ``excluded`` ones, of
    which it is not defined. ``completeness`` is the share of the month that is in by now (chain ladder),
    ``expected`` what the month will come to; NULL = not to be said.
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="months",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        related_name="+",
        verbose_name="gemeente",
        db_constraint=False,
        db_index=False,
    )
    category = models.CharField("productcategorie", max_length=8)
    month = models.DateField("maand")
    clients = models.PositiveIntegerField("cliënten")
    value = models.BigIntegerField("indicatiewaarde (eurocent)")
    declared = models.BigIntegerField("gedeclareerd (eurocent)")
    clients_without_invoice = models.PositiveIntegerField("cliënten zonder factuur")
    value_without_invoice = models.BigIntegerField("indicatiewaarde zonder factuur (eurocent)")
    excluded = models.PositiveIntegerField("toewijzingen zonder indicatiewaarde", default=0)
    completeness = models.DecimalField("volledigheid", max_digits=24, decimal_places=6, null=True, blank=True)
    expected = models.BigIntegerField("verwacht (eurocent)", null=True, blank=True)

    owners = Owners(municipality="municipality__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "maand"
        verbose_name_plural = "maandreeks"
        ordering = ["computation", "municipality", "category", "month"]
        constraints = [
            models.UniqueConstraint(
                name="month_once_per_category", fields=["computation", "municipality", "category", "month"]
            ),
            models.CheckConstraint(name="month_is_first_day", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="month_without_invoice_within_clients",
                condition=Q(clients_without_invoice__lte=models.F("clients")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category}"
