"""Control plans: what a region looks into, and under which plan lines of single youths may be opened."""

from collections.abc import Iterable
from datetime import date
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from contracts.choices import ControlGround, ControlKind, ControlStep
from inkoop.base.rights import OPENED, Owners, VisibleQuerySet
from providers.models import Provider


class ControlPlanQuerySet(VisibleQuerySet):
    def running(self, today: date) -> Self:
        """Inside their term, and neither finished nor withdrawn."""
        over = ControlStepTaken.objects.filter(
            plan=OuterRef("pk"), step__in=[ControlStep.CLOSED, ControlStep.WITHDRAWN]
        )
        return self.filter(~Exists(over), begin__lte=today, until__gte=today)

    def opening_lines(self, today: date) -> Self:
        """Specific plans under which lines of single youths may be looked at."""
        told = ControlStepTaken.objects.filter(plan=OuterRef("pk"), step=ControlStep.ANNOUNCED)
        return self.running(today).filter(Exists(told), kind=ControlKind.SPECIFIC)

    def carrying(self, today: date) -> Self:
        """General plans that are published, on which a specific plan can rest."""
        made_known = ControlStepTaken.objects.filter(plan=OuterRef("pk"), step=ControlStep.PUBLISHED)
        return self.running(today).filter(Exists(made_known), kind=ControlKind.GENERAL)


@pghistory.track()
class ControlPlan(models.Model):
    """General: of the region, without a provider. Specific: about one provider, resting on a general plan, with what
    the material control left open and the ground for a detail control. ``begin`` and ``until`` are inclusive.
    """

    kind = models.CharField("soort", max_length=10, choices=ControlKind.choices)
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_plans",
        verbose_name="aanbieder",
        help_text="Leeg bij een algemeen plan.",
    )
    general = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="specific",
        verbose_name="algemeen controleplan",
    )
    name = models.CharField("naam", max_length=120)
    risks = models.TextField("risicoanalyse")
    goal = models.TextField("wat de controle moet vaststellen")
    material = models.TextField("wat de materiële controle opleverde", blank=True)
    ground = models.CharField("grond", max_length=10, choices=ControlGround.choices, blank=True)
    begin = models.DateField("vanaf")
    until = models.DateField("tot en met")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("opgesteld op", auto_now_add=True)

    owners = Owners(has_clients=True)
    objects = ControlPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "controleplan"
        verbose_name_plural = "controleplannen"
        ordering = ["-begin", "-id"]
        constraints = [
            models.CheckConstraint(name="control_until_not_before_begin", condition=Q(until__gte=F("begin"))),
            models.CheckConstraint(
                name="control_specific_is_complete",
                condition=Q(
                    kind=ControlKind.GENERAL,
                    provider__isnull=True,
                    general__isnull=True,
                    material="",
                    ground="",
                )
                | Q(kind=ControlKind.SPECIFIC, provider__isnull=False, general__isnull=False)
                & ~Q(material="")
                & ~Q(ground=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ControlStepTaken(models.Model):
    """One step of a plan, taken once and never changed."""

    plan = models.ForeignKey(ControlPlan, models.PROTECT, related_name="steps", verbose_name="controleplan")
    step = models.CharField("stap", max_length=12, choices=ControlStep.choices)
    taken_on = models.DateField("op")
    note = models.TextField("toelichting")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    owners = Owners(has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "stap van een controleplan"
        verbose_name_plural = "stappen van controleplannen"
        ordering = ["plan", "id"]
        constraints = [models.UniqueConstraint(name="control_step_once", fields=["plan", "step"])]
        triggers = [
            pgtrigger.Protect(name="control_step_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} op {self.taken_on:%d-%m-%Y}"


def _opened_today() -> Iterable[int]:
    plans = ControlPlan.objects.opening_lines(timezone.localdate())
    return plans.order_by().values_list("provider", flat=True)


OPENED.append(_opened_today)
