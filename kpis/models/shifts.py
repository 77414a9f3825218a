"""Shift of care between two equal windows, and who referred.

One statement writes these rows, and replaces them as a whole; that is why they point to no other rows.
"""

from decimal import Decimal

from django.db import models

from kpis.choices import ReferrerLevel, ShiftAxis
from kpis.models.flows import ScopedRow


class ShiftTransition(ScopedRow):
    """Clients by where they were in the window before and where they are now; empty = nowhere.

    Of ``klasse`` the heaviest with net declared > 0, of ``zorgvorm`` the dearest.
    """

    axis = models.CharField("naar", max_length=10, choices=ShiftAxis.choices)
    before = models.CharField("eerder", max_length=60, blank=True)
    after = models.CharField("nu", max_length=60, blank=True)
    clients = models.PositiveIntegerField("cliënten")

    class Meta:
        verbose_name = "verschuiving van cliënten"
        verbose_name_plural = "verschuivingen van cliënten"
        ordering = ["computation", "scope", "key", "axis", "before", "after"]
        constraints = [
            models.UniqueConstraint(
                name="shift_once", fields=["computation", "scope", "key", "axis", "before", "after"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class ShiftCategory(ScopedRow):
    """One category in both windows, in cents; clients with net declared > 0.

    ``target``: only of the clients with net declared > 0 in that category before; empty = of all clients.
    """

    target = models.CharField("van cliënten uit", max_length=8, blank=True)
    category = models.CharField("productcategorie", max_length=8)
    declared_before = models.BigIntegerField("gedeclareerd eerder (eurocent)")
    declared_after = models.BigIntegerField("gedeclareerd nu (eurocent)")
    clients_before = models.PositiveIntegerField("cliënten eerder")
    clients_after = models.PositiveIntegerField("cliënten nu")

    class Meta:
        verbose_name = "verschuiving tussen categorieën"
        verbose_name_plural = "verschuivingen tussen categorieën"
        ordering = ["computation", "scope", "key", "target", "category"]
        constraints = [
            models.UniqueConstraint(
                name="shift_category_once", fields=["computation", "scope", "key", "target", "category"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.category}".strip()

    @property
    def moved(self) -> int:
        """The change, in cents."""
        return self.declared_after - self.declared_before


class ReferrerUse(ScopedRow):
    """A kind of referrer, a referrer or a team, in the region or one municipality. Cents.

    ``kind``: the referrer type, or ``school``; empty = not known, and for teams. ``started``: clients with an
    allocation that began in the window. ``cost``: declared per client, NULL without clients. The peer columns are NULL
    where there is no comparison: of kinds, within a municipality, and with too few clients or peers.
    """

    level = models.CharField("niveau", max_length=10, choices=ReferrerLevel.choices)
    kind = models.CharField("soort", max_length=8, blank=True)
    name = models.CharField("naam", max_length=100, blank=True)
    started = models.PositiveIntegerField("cliënten begonnen")
    clients = models.PositiveIntegerField("cliënten")
    declared = models.BigIntegerField("gedeclareerd (eurocent)")
    cost = models.DecimalField("kosten per cliënt (eurocent)", max_digits=24, decimal_places=6, null=True)
    n_peers = models.PositiveIntegerField("vergeleken met", null=True)
    median_peers = models.DecimalField("mediaan", max_digits=24, decimal_places=6, null=True)
    robust_z = models.DecimalField("robuuste z", max_digits=24, decimal_places=6, null=True)
    is_outlier = models.BooleanField("opvallend", default=False)

    class Meta:
        verbose_name = "verwijzer"
        verbose_name_plural = "verwijzers"
        ordering = ["computation", "scope", "key", "level", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                name="referrer_once", fields=["computation", "scope", "key", "level", "kind", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name or self.kind

    @property
    def distance(self) -> Decimal | None:
        """How much dearer per client than the median of its peers, in cents; None without a comparison."""
        return None if self.cost is None or self.median_peers is None else self.cost - self.median_peers
