"""What the region wants to reach per problem area, and what is done for it."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from inkoop.base.models import Municipality
from inkoop.base.rights import VisibleQuerySet
from kpis.choices import FigureUnit, GoalIndicator, GoalScale, MeasureStatus


@pghistory.track()
class PolicyArea(models.Model):
    """A problem area: how it is (ist) and how it should be (soll)."""

    name = models.CharField("probleemgebied", max_length=120, unique=True)
    ist = models.TextField("ist", help_text="Wat is het probleem?")
    soll = models.TextField("soll", help_text="Wat willen we bereiken?")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "probleemgebied"
        verbose_name_plural = "probleemgebieden"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class PolicyGoal(models.Model):
    """A goal with a reference year and a target year, both whole calendar years.

    ``change``: wanted against the reference year, as a share (-0,30 is 30 percent less); or ``target`` in the unit
    of the indicator (eurocent, aantal). One of the two. ``categories``, ``product_codes`` and ``municipality``
    narrow what is counted; empty = all.
    """

    area = models.ForeignKey(PolicyArea, models.PROTECT, related_name="goals", verbose_name="probleemgebied")
    number = models.PositiveSmallIntegerField("nummer")
    text = models.CharField("doel", max_length=300)
    scale = models.CharField("taak", max_length=10, choices=GoalScale.choices)
    indicator = models.CharField("indicator", max_length=10, choices=GoalIndicator.choices)
    unit = models.CharField("eenheid", max_length=10, choices=FigureUnit.choices, default=FigureUnit.COUNT)
    indicator_text = models.CharField("wat wordt geteld", max_length=200)
    categories = ArrayField(
        models.CharField(max_length=8), verbose_name="productcategorieën", default=list, blank=True
    )
    product_codes = ArrayField(
        models.CharField(max_length=5), verbose_name="productcodes", default=list, blank=True
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="gemeente"
    )
    reference_year = models.PositiveSmallIntegerField("referentiejaar")
    target_year = models.PositiveSmallIntegerField("doeljaar")
    change = models.DecimalField("verandering", max_digits=7, decimal_places=4, null=True, blank=True)
    target = models.DecimalField("doelwaarde", max_digits=18, decimal_places=2, null=True, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="verantwoordelijke",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "beleidsdoel"
        verbose_name_plural = "beleidsdoelen"
        ordering = ["area", "number"]
        constraints = [
            models.UniqueConstraint(name="policy_goal_number_once", fields=["area", "number"]),
            models.CheckConstraint(
                name="policy_goal_years_in_order", condition=Q(target_year__gt=F("reference_year"))
            ),
            models.CheckConstraint(
                name="policy_goal_change_or_target",
                condition=Q(change__isnull=False, target__isnull=True)
                | Q(change__isnull=True, target__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@pghistory.track()
class PolicyValue(models.Model):
    """What people wrote down for a year of a goal that is not computed, in the unit of the goal."""

    goal = models.ForeignKey(PolicyGoal, models.CASCADE, related_name="values", verbose_name="doel")
    year = models.PositiveSmallIntegerField("jaar")
    value = models.DecimalField("waarde", max_digits=18, decimal_places=2)
    source = models.CharField("bron", max_length=160)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ingevoerd door"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "waarde van een doel"
        verbose_name_plural = "waarden van doelen"
        ordering = ["goal", "year"]
        constraints = [models.UniqueConstraint(name="policy_value_once_per_year", fields=["goal", "year"])]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.year}"


@pghistory.track()
class PolicyMeasure(models.Model):
    """What is done for the goals of an area: an intervention with its money (cents; NULL = none set apart)."""

    area = models.ForeignKey(
        PolicyArea, models.PROTECT, related_name="measures", verbose_name="probleemgebied"
    )
    goals = models.ManyToManyField(PolicyGoal, related_name="measures", verbose_name="doelen", blank=True)
    name = models.CharField("maatregel", max_length=160)
    explanation = models.TextField("interventie", blank=True)
    scale = models.CharField("taak", max_length=10, choices=GoalScale.choices)
    status = models.CharField(
        "status", max_length=10, choices=MeasureStatus.choices, default=MeasureStatus.PLANNED
    )
    begin = models.DateField("begin", null=True, blank=True)
    end = models.DateField("eind (t/m)", null=True, blank=True)
    cents = models.BigIntegerField("geld (eurocent)", null=True, blank=True)
    spent = models.BigIntegerField("besteed (eurocent)", default=0)
    responsible = models.CharField("verantwoordelijke", max_length=80, blank=True)
    progress = models.CharField("stand van zaken", max_length=300, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(name="policy_measure_once", fields=["area", "name"]),
            models.CheckConstraint(
                name="policy_measure_money_not_negative",
                condition=(Q(cents__isnull=True) | Q(cents__gte=0)) & Q(spent__gte=0),
            ),
            models.CheckConstraint(
                name="policy_measure_ends_after_begin",
                condition=Q(begin__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("begin")),
            ),
        ]

    def __str__(self) -> str:
        return self.name
