"""Reasons for a talk. A signal is never a finding."""

from django.db import models
from django.db.models import F, Q

from inkoop.base.models import Delivery
from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import Direction, SignalRule
from kpis.models.computations import Computation
from providers.models import Provider


class Signal(models.Model):
    """A figure that differs so much that it asks for a talk. It explains itself.

    One row per provider, rule, indicator and window; computing again brings it up to date. What no
    longer differs keeps its row, with ``lapsed_at`` filled, because people may have answered it.
    ``first_seen_on`` is the peildatum on which it first stood, ``peildatum`` that of these figures.
    ``numerator``, ``denominator`` and ``value`` as in IndicatorValue. ``computation`` is where the
    figures came from; NULL = that computation was removed.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="signals", verbose_name="aanbieder")
    rule = models.CharField("regel", max_length=20, choices=SignalRule.choices)
    rule_version = models.PositiveSmallIntegerField("versie van de regel")
    indicator = models.CharField("indicator", max_length=12)
    window_from = models.DateField("eerste maand")
    window_to = models.DateField("laatste maand")
    first_seen_on = models.DateField("eerste peildatum")
    peildatum = models.DateField("peildatum")
    computation = models.ForeignKey(
        Computation, models.SET_NULL, null=True, blank=True, related_name="signals", verbose_name="berekening"
    )
    newest_delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nieuwste aanlevering in de cijfers",
    )
    numerator = models.BigIntegerField("teller", null=True, blank=True)
    denominator = models.BigIntegerField("noemer", null=True, blank=True)
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6)
    peer_group = models.CharField("vergeleken met", max_length=120)
    n_peers = models.PositiveIntegerField("vergelijkbare aanbieders")
    median_peers = models.DecimalField(
        "mediaan van vergelijkbare aanbieders", max_digits=24, decimal_places=6
    )
    robust_z = models.DecimalField("robuuste z", max_digits=24, decimal_places=6)
    threshold = models.DecimalField("grens voor z", max_digits=14, decimal_places=4)
    is_mature = models.BooleanField("op rijpe maanden", default=True)
    direction = models.CharField("richting", max_length=5, choices=Direction.choices)
    reading = models.TextField("uitleg")
    created_at = models.DateTimeField("ontstaan op", auto_now_add=True)
    updated_at = models.DateTimeField("bijgewerkt op", auto_now=True)
    lapsed_at = models.DateTimeField("vervallen op", null=True, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["-peildatum", "provider", "indicator"]
        constraints = [
            models.UniqueConstraint(
                name="signal_once", fields=["provider", "rule", "indicator", "window_from", "window_to"]
            ),
            models.CheckConstraint(
                name="signal_window_is_whole", condition=Q(window_to__gte=F("window_from"))
            ),
            models.CheckConstraint(
                name="signal_first_seen_before", condition=Q(first_seen_on__lte=F("peildatum"))
            ),
        ]
        # the worklist shows what still stands
        indexes = [
            models.Index(name="signal_standing", fields=["-peildatum"], condition=Q(lapsed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.indicator} van {self.provider_id}: {self.get_direction_display()}"
