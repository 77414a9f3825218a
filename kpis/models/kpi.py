"""KPIs as data: what is measured, why, and against which bounds. A change is a new version."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet
from kpis.choices import (
    MEASURES,
    FigureStatus,
    KpiColour,
    KpiDirection,
    KpiLevel,
    KpiRhythm,
    KpiSource,
    Measure,
    VersionState,
)
from kpis.models.computations import Computation
from providers.models import Provider


@pghistory.track()
class Kpi(models.Model):
    """One subject that is followed. ``reference``: where its definition was found."""

    code = models.CharField("code", max_length=8, unique=True, help_text="Bijvoorbeeld K01.")
    name = models.CharField("naam", max_length=80)
    why = models.TextField(
        "waarom", help_text="Wat een betere of slechtere uitkomst voor jeugdigen betekent."
    )
    source = models.CharField("bron", max_length=12, choices=KpiSource.choices)
    reference = models.CharField(
        "herkomst", max_length=300, help_text="Waar de definitie vandaan komt: wet, landelijke set of regio."
    )
    why_asked = models.CharField(
        "waarom een opgave",
        max_length=300,
        blank=True,
        help_text="Alleen bij een opgave van de aanbieder: waarom iJw en CBS dit niet al geven.",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verantwoordelijke",
    )

    owners = Owners(provider=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "KPI"
        verbose_name_plural = "KPI's"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="kpi_of_provider_says_why", condition=~Q(source="aanbieder") | ~Q(why_asked="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track()
class KpiVersion(models.Model):
    """How a KPI is computed and judged, from ``valid_from`` t/m the day before the next version in use.

    ``target``, ``green`` and ``red`` are in the unit of the measure (a share of 0,05 is five percent); ``green``
    and ``red`` are where those bands begin. ``valid_to`` NULL = no end. Only a version in use counts.
    """

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="versions", verbose_name="KPI")
    number = models.PositiveSmallIntegerField("versie")
    state = models.CharField("stand", max_length=14, choices=VersionState.choices, default=VersionState.DRAFT)
    measure = models.CharField("maat", max_length=20)
    formula = models.TextField("formule", help_text="In woorden: teller, noemer en wat niet meetelt.")
    direction = models.CharField("richting", max_length=6, choices=KpiDirection.choices)
    target = models.DecimalField("streefwaarde", max_digits=14, decimal_places=6, null=True, blank=True)
    green = models.DecimalField("grens groen", max_digits=14, decimal_places=6, null=True, blank=True)
    red = models.DecimalField("grens rood", max_digits=14, decimal_places=6, null=True, blank=True)
    minimum_n = models.PositiveIntegerField("minimale n", default=10)
    rhythm = models.CharField("ritme", max_length=10, choices=KpiRhythm.choices)
    levels = ArrayField(models.CharField(max_length=10, choices=KpiLevel.choices), verbose_name="niveaus")
    valid_from = models.DateField("geldig vanaf")
    valid_to = models.DateField("geldig t/m", null=True, blank=True)
    reason = models.CharField("reden", max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="opgesteld door"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="gecontroleerd door",
    )
    checked_at = models.DateTimeField("gecontroleerd op", null=True)
    in_use_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="in gebruik genomen door",
    )
    in_use_at = models.DateTimeField("in gebruik genomen op", null=True)

    owners = Owners(provider=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "versie van een KPI"
        verbose_name_plural = "versies van KPI's"
        ordering = ["kpi", "-number"]
        constraints = [
            models.UniqueConstraint(name="kpi_version_number_once", fields=["kpi", "number"]),
            models.UniqueConstraint(
                name="kpi_version_in_use_once_per_day",
                fields=["kpi", "valid_from"],
                condition=Q(state="in gebruik"),
            ),
            models.CheckConstraint(
                name="kpi_version_checked_before_use",
                condition=Q(state="concept") | Q(state="ingetrokken") | Q(checked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="kpi_version_ends_after_begin",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="kpi_version_judged_has_bounds",
                condition=Q(direction="geen", target__isnull=True, green__isnull=True, red__isnull=True)
                | Q(direction="hoger", green__gte=F("red"), target__gte=F("green"))
                | Q(direction="lager", green__lte=F("red"), target__lte=F("green")),
            ),
            models.CheckConstraint(name="kpi_version_counts_some", condition=Q(minimum_n__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} (versie {self.number})"

    @property
    def what(self) -> Measure:
        """The description of its measure."""
        return MEASURES[self.measure]

    @property
    def level_names(self) -> list[str]:
        return [KpiLevel(level).label for level in self.levels]


class KpiValue(models.Model):
    """One KPI of one level and key, as of the peildatum of its computation, with the version that counted.

    ``key``: empty for the region, else the segment, the contract number or the AGB code; ``provider`` NULL for
    the first two. ``numerator`` and ``denominator`` NULL = nothing was received. ``value`` has six decimals;
    NULL = not measurable (``n`` below the minimum, a denominator of 0 or less, or too little known).
    """

    computation = models.ForeignKey(
        Computation,
        models.CASCADE,
        related_name="kpi_values",
        verbose_name="berekening",
        db_constraint=False,
        db_index=False,
    )
    version = models.ForeignKey(
        KpiVersion, models.PROTECT, related_name="values", verbose_name="versie", db_index=False
    )
    level = models.CharField("niveau", max_length=10, choices=KpiLevel.choices)
    key = models.CharField("sleutel", max_length=40, blank=True)
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        related_name="kpi_values",
        verbose_name="aanbieder",
        db_constraint=False,
    )
    numerator = models.BigIntegerField("teller", null=True)
    denominator = models.BigIntegerField("noemer", null=True)
    n = models.BigIntegerField("n")
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6, null=True)
    status = models.CharField("status", max_length=3, choices=FigureStatus.choices)
    colour = models.CharField("kleur", max_length=6, choices=KpiColour.choices)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "waarde van een KPI"
        verbose_name_plural = "waarden van KPI's"
        ordering = ["computation", "version", "level", "key"]
        constraints = [
            models.UniqueConstraint(name="kpi_value_once", fields=["computation", "version", "level", "key"]),
            models.CheckConstraint(
                name="kpi_value_unless_not_measurable",
                condition=Q(status="ok", value__isnull=False) & ~Q(colour="nvt")
                | Q(status="nvt", value__isnull=True, colour="nvt"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.level} {self.key}".strip()
