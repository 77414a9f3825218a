"""Youths in residential care: every month, whether what is needed to move on is there."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.models.allocations import Allocation
from inkoop.base.rights import Owners, VisibleQuerySet

CONDITIONS = {
    "has_plan": "er is een perspectiefplan",
    "has_next_place": "er is een vervolgplek",
    "has_housing": "wonen is geregeld",
    "has_school": "school of werk is geregeld",
    "has_network": "het netwerk doet mee",
    "has_funding": "de beschikking voor daarna is er",
}
"""What is needed to move on: the fields, and what they say."""


def condition(name: str) -> models.BooleanField:
    """NULL = does not apply."""
    return models.BooleanField(
        CONDITIONS[name], null=True, blank=True, help_text="Leeg = niet van toepassing."
    )


@pghistory.track()
class ThroughflowTalk(models.Model):
    """What was found about one residential allocation in one month (its first day). NULL = does not apply.

    A month is written once and may be put right; its history keeps what stood there.
    """

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="throughflow", verbose_name="toewijzing"
    )
    month = models.DateField("maand")
    exit_on = models.DateField("verwacht vertrek", null=True, blank=True)
    has_plan = condition("has_plan")
    has_next_place = condition("has_next_place")
    has_housing = condition("has_housing")
    has_school = condition("has_school")
    has_network = condition("has_network")
    has_funding = condition("has_funding")
    note = models.CharField("toelichting", max_length=300, blank=True, help_text="Geen namen of BSN.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("vastgelegd op", auto_now=True)

    owners = Owners(has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bespreking van doorstroom"
        verbose_name_plural = "besprekingen van doorstroom"
        ordering = ["-month", "allocation"]
        constraints = [
            models.UniqueConstraint(name="throughflow_once_a_month", fields=["allocation", "month"]),
            models.CheckConstraint(name="throughflow_month_is_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.month:%Y-%m}"

    @property
    def conditions(self) -> dict[str, bool | None]:
        return {name: getattr(self, name) for name in CONDITIONS}

    @property
    def missing(self) -> list[str]:
        """What is not there, in words."""
        return [label for name, label in CONDITIONS.items() if getattr(self, name) is False]
