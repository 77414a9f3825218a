"""How far individuele budgetplafonds are used, and how often they are exceeded.

One statement writes these rows from the very tables they point to, thousands at a time, and replaces
them as a whole. A key constraint per row would cost more than computing it; that is why they have none.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from contracts.models import Ibp, IbpVersion
from inkoop.base.models import Municipality
from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import IbpState, OverrunDimension
from kpis.models.computations import Computation
from providers.models import Provider


class IbpStatus(models.Model):
    """The state of one IBP on the peildatum of its computation. Amounts in cents.

    ``used`` is declared less credits. Where the amount is 0 or absent the status is nvt and its
    utilisation and overrun are NULL. ``month_80`` and ``month_100``: first month in which the sum
    reached 80 % and passed 100 % of the current amount; NULL = not. ``elapsed``: share of the validity
    gone by (0..1); NULL without an end. ``exhausted_on``: expected day on which the amount is used up;
    NULL = no forecast, or within the term (``lasts_the_term``).
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="ibps",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    ibp = models.ForeignKey(
        Ibp, models.PROTECT, related_name="statuses", verbose_name="IBP", db_constraint=False, db_index=False
    )
    version = models.ForeignKey(
        IbpVersion,
        models.PROTECT,
        related_name="+",
        verbose_name="geldende versie",
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
    provider_ids = ArrayField(models.BigIntegerField(), verbose_name="aanbieders", default=list)
    amount_original = models.BigIntegerField("oorspronkelijk bedrag (eurocent)", null=True, blank=True)
    amount_current = models.BigIntegerField("bedrag (eurocent)", null=True, blank=True)
    used = models.BigIntegerField("gedeclareerd (eurocent)")
    utilisation = models.DecimalField("benutting", max_digits=24, decimal_places=6, null=True, blank=True)
    utilisation_original = models.DecimalField(
        "benutting van het oorspronkelijke bedrag", max_digits=24, decimal_places=6, null=True, blank=True
    )
    status = models.CharField("status", max_length=6, choices=IbpState.choices)
    month_80 = models.DateField("maand waarin 80 % bereikt is", null=True, blank=True)
    month_100 = models.DateField("maand waarin 100 % overschreden is", null=True, blank=True)
    overrun = models.BigIntegerField("overschrijding (eurocent)", null=True, blank=True)
    overrun_original = models.BigIntegerField(
        "overschrijding van het oorspronkelijke bedrag (eurocent)", null=True, blank=True
    )
    elapsed = models.DecimalField("verstreken deel", max_digits=7, decimal_places=6, null=True, blank=True)
    exhausted_on = models.DateField("verwachte uitputting", null=True, blank=True)
    lasts_the_term = models.BooleanField("toereikend binnen looptijd", default=False)

    owners = Owners(
        provider="provider_ids__overlap",
        team="ibp__versions__allocations__versions__team__in",
        has_clients=True,
        is_spread=True,
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "stand van een IBP"
        verbose_name_plural = "standen van IBP's"
        ordering = ["computation", "ibp"]
        constraints = [
            models.UniqueConstraint(name="ibp_status_once", fields=["computation", "ibp"]),
            models.CheckConstraint(
                name="ibp_status_unless_not_measurable",
                condition=Q(status="nvt", utilisation__isnull=True)
                | (~Q(status="nvt") & Q(utilisation__isnull=False)),
            ),
            models.CheckConstraint(
                name="ibp_overrun_not_negative",
                condition=(Q(overrun__isnull=True) | Q(overrun__gte=0))
                & (Q(overrun_original__isnull=True) | Q(overrun_original__gte=0)),
            ),
            models.CheckConstraint(
                name="ibp_forecast_is_day_or_within_term",
                condition=Q(exhausted_on__isnull=True) | Q(lasts_the_term=False),
            ),
        ]
        indexes = [GinIndex(name="ibp_status_of_provider", fields=["provider_ids"])]

    def __str__(self) -> str:
        return f"{self.ibp_id}: {self.get_status_display()}"


class IbpOverrunRate(models.Model):
    """IBPs that ended in the last 12 mature months, per provider, matrix cell or setter.

    ``overrun_rate`` = ``overrun`` / ``ended`` with use above the original amount; NULL when none ended.
    ``overrun_sum`` in cents, over the original amount; ``median_utilisation`` of that amount.
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="overrun_rates",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    dimension = models.CharField("per", max_length=12, choices=OverrunDimension.choices)
    key = models.CharField("waarvan", max_length=80, blank=True)
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ibp_overrun_rates",
        verbose_name="aanbieder",
        db_constraint=False,
        db_index=False,
    )
    window_from = models.DateField("eerste maand")
    window_to = models.DateField("laatste maand")
    ended = models.PositiveIntegerField("geëindigde IBP's")
    overrun = models.PositiveIntegerField("overschreden IBP's")
    overrun_rate = models.DecimalField(
        "aandeel overschreden", max_digits=7, decimal_places=6, null=True, blank=True
    )
    overrun_sum = models.BigIntegerField("overschrijding (eurocent)")
    median_utilisation = models.DecimalField(
        "mediane benutting", max_digits=24, decimal_places=6, null=True, blank=True
    )

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "overschrijding van IBP's"
        verbose_name_plural = "overschrijdingen van IBP's"
        ordering = ["computation", "dimension", "key"]
        constraints = [
            models.UniqueConstraint(name="ibp_overrun_rate_once", fields=["computation", "dimension", "key"]),
            models.CheckConstraint(
                name="ibp_overrun_rate_of_provider",
                condition=Q(dimension="aanbieder", provider__isnull=False)
                | (~Q(dimension="aanbieder") & Q(provider__isnull=True)),
            ),
            models.CheckConstraint(
                name="ibp_overrun_rate_unless_none_ended",
                condition=Q(ended=0, overrun_rate__isnull=True) | Q(ended__gt=0, overrun_rate__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_dimension_display()} {self.key}"
