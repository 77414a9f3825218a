"""What months will come to, and how good earlier forecasts were.

One statement writes these rows, and replaces them as a whole; a key constraint per row would cost more than
computing it.
"""

from django.db import models

from inkoop.base.models import Municipality
from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import ForecastKind
from kpis.models.computations import Computation

QUARTER = (1, 3)
"""Months ahead of a forecast that was made on the last day of a quarter: the quarter after it."""


class ForecastRow(models.Model):
    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="+",
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

    owners = Owners(municipality="municipality__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True


class ForecastMonth(ForecastRow):
    """One month of one category in one municipality. Amounts in cents; together what the month will come to.

    ``declared`` so far; ``committed``: still to come on allocations that are there (for a month that has passed:
    IBNR); ``inflow``: on those that are not there yet.
    """

    month = models.DateField("maand")
    kind = models.CharField("stand", max_length=8, choices=ForecastKind.choices)
    declared = models.BigIntegerField("gedeclareerd (eurocent)")
    committed = models.BigIntegerField("nog op toewijzingen (eurocent)")
    inflow = models.BigIntegerField("nieuwe instroom (eurocent)")

    class Meta:
        verbose_name = "maand van een prognose"
        verbose_name_plural = "prognose"
        ordering = ["computation", "municipality", "category", "month"]
        constraints = [
            models.UniqueConstraint(
                name="forecast_month_once", fields=["computation", "municipality", "category", "month"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.category}"


class ForecastError(ForecastRow):
    """An earlier forecast of one month, beside what is known of it now; in cents.

    ``ahead``: months from that in which it was made; 0 or less = it had passed, and not everything was received.
    """

    made_on = models.DateField("gemaakt op")
    ahead = models.SmallIntegerField("maanden vooruit")
    forecast = models.BigIntegerField("prognose (eurocent)")
    known = models.BigIntegerField("nu bekend (eurocent)")

    class Meta:
        verbose_name = "toets van een prognose"
        verbose_name_plural = "toetsen van prognoses"
        ordering = ["computation", "made_on", "ahead", "municipality", "category"]
        constraints = [
            models.UniqueConstraint(
                name="forecast_error_once",
                fields=["computation", "made_on", "ahead", "municipality", "category"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.made_on} {self.category}"
