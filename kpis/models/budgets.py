"""What municipalities have set apart for youth care."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from inkoop.base.models import Municipality
from inkoop.base.rights import Owners, VisibleQuerySet


@pghistory.track()
class Budget(models.Model):
    """The budget of one municipality for one calendar year, in cents; of one category, or empty = all of them.

    A change is a new row: as of a peildatum the row with the newest ``set_on`` on or before it counts.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="budgets", verbose_name="gemeente"
    )
    year = models.PositiveSmallIntegerField("jaar")
    category = models.CharField(
        "productcategorie",
        max_length=8,
        blank=True,
        help_text="Code van twee cijfers, of generiek. Leeg = alle categorieën samen.",
    )
    cents = models.BigIntegerField("budget (eurocent)")
    set_on = models.DateField("vastgesteld op")
    source = models.CharField(
        "bron", max_length=120, help_text="Bijvoorbeeld: begroting 2026, voorjaarsnota."
    )
    reason = models.CharField("reden", max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="ingevoerd door"
    )

    owners = Owners(municipality="municipality__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetten"
        ordering = ["-year", "municipality", "category", "-set_on"]
        constraints = [
            models.UniqueConstraint(
                name="budget_once_per_day", fields=["municipality", "year", "category", "set_on"]
            ),
            models.CheckConstraint(name="budget_not_negative", condition=Q(cents__gte=0)),
            models.CheckConstraint(
                name="budget_category_is_code_or_generic",
                condition=Q(category__regex=r"^([0-9]{2}|generiek)?$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year} {self.category}".strip()
