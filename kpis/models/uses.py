"""Who used which care in a year, per municipality.

One statement writes these rows, and replaces them as a whole; that is why they point to no other rows.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import VisibleQuerySet
from kpis.choices import UseDimension
from kpis.models.computations import Computation


class CareUse(models.Model):
    """One part of one municipality (empty = the region) in one calendar year, as far as the window reaches.

    ``part``: a category, productcode, zorgvorm, referrer type or team; empty = unknown, or the whole. ``youths`` have
    an accepted line, ``clients`` of them net declared > 0; ``days``: of those together, from the first to the last
    declared day of the year. ``declared``: of all youths, net, in cents.
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="uses",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    municipality_code = models.CharField("gemeentecode", max_length=4, blank=True)
    year = models.PositiveSmallIntegerField("jaar")
    dimension = models.CharField("uitgesplitst naar", max_length=12, choices=UseDimension.choices)
    part = models.CharField("deel", max_length=80, blank=True)
    youths = models.PositiveIntegerField("jeugdigen met een declaratie")
    clients = models.PositiveIntegerField("cliënten")
    days = models.PositiveIntegerField("dagen samen")
    declared = models.BigIntegerField("gedeclareerd (eurocent)")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "gebruik van jeugdhulp"
        verbose_name_plural = "gebruik van jeugdhulp"
        ordering = ["computation", "municipality_code", "year", "dimension", "part"]
        constraints = [
            models.UniqueConstraint(
                name="care_use_once",
                fields=["computation", "municipality_code", "year", "dimension", "part"],
            ),
            models.CheckConstraint(name="care_use_clients_are_youths", condition=Q(clients__lte=F("youths"))),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_code} {self.year} {self.dimension} {self.part}".strip()

    @property
    def mean_days(self) -> Decimal | None:
        """None without clients."""
        return Decimal(self.days) / self.clients if self.clients else None
