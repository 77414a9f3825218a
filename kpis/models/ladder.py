"""The escalation ladder (escalatieladder): its steps, and which providers stand where."""

import string

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.models.agreements import Agreement
from kpis.models.meetings import Meeting
from providers.models import Provider

PLACEHOLDERS = ("aanbieder", "datum", "termijn", "reden", "contracten", "afspraken")


def check_letter(text: str) -> None:
    """A template names only what a letter can fill in."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    except ValueError as error:
        raise ValidationError("Een accolade hoort bij een veld, zoals {aanbieder}.") from error
    wrong = sorted(set(names) - set(PLACEHOLDERS))
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValidationError(f"Onbekend veld: {', '.join(wrong)}. Kies uit {known}.")


@pghistory.track()
class EscalationStep(models.Model):
    """A step of the ladder. ``letter`` empty = no letter goes out. A step that is no longer used stays, inactive."""

    number = models.PositiveSmallIntegerField("trede", unique=True)
    name = models.CharField("naam", max_length=80)
    explanation = models.TextField("wat deze trede inhoudt")
    term_days = models.PositiveSmallIntegerField(
        "termijn in dagen", help_text="Zo lang heeft de aanbieder om te herstellen."
    )
    subject = models.CharField("onderwerp van de brief", max_length=120, blank=True)
    letter = models.TextField(
        "tekst van de brief",
        blank=True,
        validators=[check_letter],
        help_text="Velden: {aanbieder}, {datum}, {termijn}, {reden}, {contracten} en {afspraken}. Leeg: geen brief.",
    )
    is_active = models.BooleanField("in gebruik", default=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "trede van de escalatieladder"
        verbose_name_plural = "treden van de escalatieladder"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="ladder_begins_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="ladder_letter_has_a_subject", condition=Q(letter="") | ~Q(subject="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class EscalationMove(models.Model):
    """A provider goes to a step, up or down; NULL = off the ladder. Never changed: another move follows.

    ``until`` is the last day of the term; NULL without a step. ``skip_reason`` says why steps were left out.
    ``paper`` is the letter as sent, NULL = none.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="escalations", verbose_name="aanbieder"
    )
    step = models.ForeignKey(
        EscalationStep, models.PROTECT, null=True, blank=True, related_name="moves", verbose_name="trede"
    )
    taken_on = models.DateField("gezet op")
    until = models.DateField("termijn t/m", null=True, blank=True)
    reason = models.TextField("reden")
    skip_reason = models.TextField("waarom treden zijn overgeslagen", blank=True)
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="escalations",
        verbose_name="besloten in gesprek",
    )
    agreements = models.ManyToManyField(
        Agreement, blank=True, related_name="escalations", verbose_name="niet nagekomen afspraken"
    )
    paper = models.BinaryField("brief", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "stap op de escalatieladder"
        verbose_name_plural = "stappen op de escalatieladder"
        ordering = ["-taken_on", "-id"]
        constraints = [
            models.CheckConstraint(name="escalation_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="escalation_step_has_a_term",
                condition=Q(step__isnull=True, until__isnull=True)
                | Q(step__isnull=False, until__isnull=False, until__gte=models.F("taken_on")),
            ),
        ]
        indexes = [
            models.Index(name="escalation_newest", fields=["provider", "-taken_on", "-id"]),
        ]
        triggers = [
            pgtrigger.Protect(name="escalation_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.step or 'van de ladder'} op {self.taken_on:%d-%m-%Y}"
