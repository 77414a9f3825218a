"""Improvement agreements (verbeterafspraken): what was agreed, and whether it came true."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import AgreementResult, Aim
from kpis.models.meetings import Meeting
from providers.models import Provider

SHORT = 80


@pghistory.track()
class Agreement(models.Model):
    """What a provider will do, by when, and on which day the region tests it.

    ``figure`` is the code of the indicator or KPI by which it is tested; empty = a person judges. ``baseline`` is
    its value when agreed and ``target`` the value to reach, in the unit of that figure (cents, share as 0..1,
    days); ``aim`` which way is better. ``result`` empty = open; else the newest result that a person confirmed.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="agreements", verbose_name="aanbieder"
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name="gemaakt in gesprek",
    )
    measure = models.TextField("maatregel")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="trekker bij de regio"
    )
    provider_owner = models.CharField("trekker bij de aanbieder", max_length=80)
    agreed_on = models.DateField("afgesproken op")
    due_on = models.DateField("gereed op")
    test_on = models.DateField("toetsen op")
    figure = models.CharField("getoetst op", max_length=40, blank=True)
    aim = models.CharField("richting", max_length=6, choices=Aim.choices, blank=True)
    baseline = models.DecimalField("beginwaarde", max_digits=24, decimal_places=6, null=True, blank=True)
    target = models.DecimalField("doel", max_digits=24, decimal_places=6, null=True, blank=True)
    result = models.CharField(
        "uitkomst", max_length=10, choices=AgreementResult.choices, blank=True, default=AgreementResult.OPEN
    )
    result_on = models.DateField("uitkomst vastgesteld op", null=True, blank=True)
    result_note = models.TextField("toelichting op de uitkomst", blank=True)

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "verbeterafspraak"
        verbose_name_plural = "verbeterafspraken"
        ordering = ["test_on", "id"]
        constraints = [
            models.CheckConstraint(name="agreement_tested_after_due", condition=Q(test_on__gte=F("due_on"))),
            models.CheckConstraint(
                name="agreement_due_after_agreed", condition=Q(due_on__gte=F("agreed_on"))
            ),
            models.CheckConstraint(
                name="agreement_figure_has_target",
                condition=Q(figure="", target__isnull=True, baseline__isnull=True, aim="")
                | ~Q(figure="") & Q(target__isnull=False) & ~Q(aim=""),
            ),
            models.CheckConstraint(
                name="agreement_result_has_a_day",
                condition=Q(result="", result_on__isnull=True) | ~Q(result="") & Q(result_on__isnull=False),
            ),
            models.CheckConstraint(name="agreement_has_a_measure", condition=~Q(measure="")),
        ]
        indexes = [
            models.Index(name="agreement_open", fields=["test_on"], condition=Q(result="")),
        ]

    def __str__(self) -> str:
        return Truncator(self.measure).chars(SHORT)

    @property
    def is_open(self) -> bool:
        return self.result == AgreementResult.OPEN


class AgreementTest(models.Model):
    """The figure of an agreement as it was when tested. ``value`` NULL = not measurable that day.

    ``peildatum`` is that of the figures, ``proposed`` the result that follows from them, ``by`` NULL = tested by the
    system on the test date.
    """

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="tests", verbose_name="verbeterafspraak"
    )
    tested_on = models.DateField("getoetst op")
    peildatum = models.DateField("peildatum van het cijfer", null=True, blank=True)
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6, null=True, blank=True)
    proposed = models.CharField("uitkomst volgens het cijfer", max_length=10, choices=AgreementResult.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )

    owners = Owners(provider="agreement__provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "toets van een verbeterafspraak"
        verbose_name_plural = "toetsen van verbeterafspraken"
        ordering = ["agreement", "-tested_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="agreement_tested_once_a_day", fields=["agreement", "tested_on"]),
            models.CheckConstraint(name="agreement_test_has_an_outcome", condition=~Q(proposed="")),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreement_test_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement} op {self.tested_on:%d-%m-%Y}"
