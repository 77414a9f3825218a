"""What became of dates that matter. The dates themselves follow from contracts and need no row."""

import pghistory
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models

from contracts.choices import DeadlineKind, DeadlineState
from inkoop.base.rights import VisibleQuerySet


class OfDate(models.Model):
    """Mixin: names one date of one object. A date that moves is another date."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="soort")
    subject_id = models.BigIntegerField("nummer")
    kind = models.CharField("termijn", max_length=16, choices=DeadlineKind.choices)
    day = models.DateField("datum")

    class Meta:
        abstract = True


@pghistory.track()
class DeadlineMark(OfDate):
    """A date was met, or dismissed with a reason; marking it again replaces that."""

    state = models.CharField("stand", max_length=10, choices=DeadlineState.choices)
    reason = models.TextField("reden", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "afgehandelde termijn"
        verbose_name_plural = "afgehandelde termijnen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="deadline_marked_once", fields=["subject_type", "subject_id", "kind", "day"]
            ),
            models.CheckConstraint(
                name="dismissal_has_a_reason",
                condition=~models.Q(state=DeadlineState.DISMISSED) | ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}: {self.get_state_display()}"


class DeadlineAlert(OfDate):
    """A person was warned: once per object, kind, date and threshold in months."""

    threshold = models.PositiveSmallIntegerField("maanden vooraf")
    sent_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="aan"
    )
    sent_at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "herinnering aan een termijn"
        verbose_name_plural = "herinneringen aan termijnen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="alerted_once_per_threshold",
                fields=["subject_type", "subject_id", "kind", "day", "threshold"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}, {self.threshold} maanden vooraf"


class CalendarKey(models.Model):
    """The secret in the address of somebody's calendar; a new one closes the old address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="gebruiker"
    )
    key = models.CharField("sleutel", max_length=64, unique=True)

    class Meta:
        verbose_name = "agenda-adres"
        verbose_name_plural = "agenda-adressen"

    def __str__(self) -> str:
        return str(self.user)
