"""In, through and out of care: months, transitions and outcomes of trajectories, per scope and care form.

One statement writes these rows, and replaces them as a whole; that is why they point to no other rows.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import FlowScope
from kpis.models.computations import Computation


class ScopedRow(models.Model):
    """``key``: gemeentecode or AGB; empty for the region."""

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="+",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    scope = models.CharField("bereik", max_length=10, choices=FlowScope.choices)
    key = models.CharField("sleutel", max_length=8, blank=True)

    owners = Owners(agb="key__in", municipality_code="key__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True


class FlowMonth(ScopedRow):
    """One care form (empty = all) in one month; distinct clients.

    ``begin`` and ``end``: in care when the month began and ended. Of ``entered``: ``from_care`` was in other
    care already, ``repeated`` came back within a year. Of ``left``: ``onward`` began other care within 28 days,
    ``stayed`` had other care that went on, ``imputed`` was closed for want of news.
    """

    care_form = models.CharField("zorgvorm", max_length=60, blank=True)
    month = models.DateField("maand")
    begin = models.PositiveIntegerField("begin")
    entered = models.PositiveIntegerField("in")
    from_care = models.PositiveIntegerField("in uit andere hulp")
    repeated = models.PositiveIntegerField("herhaald beroep")
    left = models.PositiveIntegerField("uit")
    onward = models.PositiveIntegerField("doorgestroomd")
    stayed = models.PositiveIntegerField("andere hulp loopt door")
    imputed = models.PositiveIntegerField("einde aangenomen")
    end = models.PositiveIntegerField("eind")

    class Meta:
        verbose_name = "maand van in- en uitstroom"
        verbose_name_plural = "in- en uitstroom per maand"
        ordering = ["computation", "scope", "key", "care_form", "month"]
        constraints = [
            models.UniqueConstraint(
                name="flow_month_once", fields=["computation", "scope", "key", "care_form", "month"]
            ),
            models.CheckConstraint(
                name="flow_month_adds_up", condition=Q(end=F("begin") + F("entered") - F("left"))
            ),
            models.CheckConstraint(
                name="flow_ways_out_within_left", condition=Q(left__gte=F("onward") + F("stayed"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.care_form}"


class FlowTransition(ScopedRow):
    """Trajectories that ended, by where the client went: a care form, ``blijft`` (in other care) or ``uit``."""

    from_form = models.CharField("van zorgvorm", max_length=60)
    to_form = models.CharField("naar", max_length=60)
    number = models.PositiveIntegerField("trajecten")

    class Meta:
        verbose_name = "overgang"
        verbose_name_plural = "overgangen"
        ordering = ["computation", "scope", "key", "from_form", "to_form"]
        constraints = [
            models.UniqueConstraint(
                name="transition_once", fields=["computation", "scope", "key", "from_form", "to_form"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_form} → {self.to_form}"


class FlowOutcome(ScopedRow):
    """Trajectories of one care form (empty = all) over the window: duration, reasons for ending and waits.

    ``ended`` with a reported end; ``days``, ``median`` and ``long`` are of those. ``running`` on the peildatum,
    ``age`` the median of their days. ``stopped_by_client`` of ``reasons_counted``; ``reasons_known`` of all that
    ended, the imputed with them. Waits in days; ``*_is_least``: some who still wait count at or below it.
    ``wait_over`` of ``wait_judged`` waited longer than the norm. NULL = nothing to measure.
    """

    care_form = models.CharField("zorgvorm", max_length=60, blank=True)
    ended = models.PositiveIntegerField("beëindigd")
    days = models.BigIntegerField("dagen samen")
    median = models.FloatField("mediane duur", null=True)
    long = models.PositiveIntegerField("langer dan een jaar")
    imputed = models.PositiveIntegerField("einde aangenomen")
    running = models.PositiveIntegerField("lopend")
    silent = models.PositiveIntegerField("lopend zonder bericht")
    age = models.FloatField("mediane leeftijd van lopende", null=True)
    reasons_known = models.PositiveIntegerField("reden bekend")
    reasons_counted = models.PositiveIntegerField("reden telt mee")
    stopped_by_client = models.PositiveIntegerField("gestopt door cliënt")
    waits = models.PositiveIntegerField("wachttijden")
    waiting = models.PositiveIntegerField("wachten nog")
    wait_median = models.FloatField("mediane wachttijd", null=True)
    wait_median_is_least = models.BooleanField("mediaan is ten minste")
    wait_p90 = models.FloatField("90e percentiel van de wachttijd", null=True)
    wait_p90_is_least = models.BooleanField("90e percentiel is ten minste")
    wait_over = models.PositiveIntegerField("boven de norm")
    wait_judged = models.PositiveIntegerField("getoetst aan de norm")
    wait_unknown = models.PositiveIntegerField("start onbekend")

    class Meta:
        verbose_name = "uitkomst van trajecten"
        verbose_name_plural = "uitkomsten van trajecten"
        ordering = ["computation", "scope", "key", "care_form"]
        constraints = [
            models.UniqueConstraint(
                name="flow_outcome_once", fields=["computation", "scope", "key", "care_form"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.key} {self.care_form}".strip()

    @property
    def mean(self) -> Decimal | None:
        """Mean days; None without ended trajectories."""
        return Decimal(self.days) / self.ended if self.ended else None
