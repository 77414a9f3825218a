"""Declaratiegedrag: the indicators of a provider, or of a part of it, compared with its peers.

One statement writes these rows from the very tables they point to, thousands at a time, and replaces
them as a whole. A key constraint per row would cost more than computing it; that is why they have none.
"""

from django.db import models
from django.db.models import Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import FigureStatus
from kpis.models.computations import Computation
from providers.models import Provider


class IndicatorValue(models.Model):
    """One indicator of one provider over the window of its computation.

    ``numerator`` and ``denominator`` are whole cents, counts or cent-days; NULL where the indicator has
    none. ``value`` has six decimals, rounded half up from the exact value; NULL = not measurable (nvt).
    The peer columns are NULL where there is no comparison: ``median_peers`` below the least number of
    peers, ``robust_z`` also without a value, with too few clients or when the peers do not differ.
    ``percentile`` is 0..100 over the peers with a value; NULL as ``robust_z``, or with one peer.
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="indicators",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        related_name="indicators",
        verbose_name="aanbieder",
        db_constraint=False,
        db_index=False,
    )
    part = models.CharField("deel", max_length=10, blank=True, help_text="Leeg = de hele aanbieder.")
    indicator = models.CharField("indicator", max_length=12)
    numerator = models.BigIntegerField("teller", null=True, blank=True)
    denominator = models.BigIntegerField("noemer", null=True, blank=True)
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6, null=True, blank=True)
    status = models.CharField("status", max_length=3, choices=FigureStatus.choices)
    n_peers = models.PositiveIntegerField("vergelijkbare aanbieders", null=True, blank=True)
    median_peers = models.DecimalField(
        "mediaan van vergelijkbare aanbieders", max_digits=24, decimal_places=6, null=True, blank=True
    )
    robust_z = models.DecimalField("robuuste z", max_digits=24, decimal_places=6, null=True, blank=True)
    percentile = models.DecimalField("percentiel", max_digits=9, decimal_places=6, null=True, blank=True)
    signal = models.BooleanField("signaal", default=False)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        ordering = ["computation", "provider", "part", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_once_per_part", fields=["computation", "provider", "part", "indicator"]
            ),
            models.CheckConstraint(
                name="indicator_value_unless_not_measurable",
                condition=Q(status="ok", value__isnull=False) | Q(status="nvt", value__isnull=True),
            ),
            models.CheckConstraint(
                name="indicator_signal_has_z", condition=Q(signal=False) | Q(robust_z__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} van {self.provider_id}"
