"""What assessors found. One assessor does not see the work of another before all of them are done."""

from typing import Any, Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from contracts.choices import LetterKind, ProcurementForm, SettledBy
from contracts.models.procedures.applications import Application
from contracts.models.procedures.procedure import Assessor, Criterion, Requirement
from contracts.rules.admission import JUDGES
from inkoop.base.rights import Owners, VisibleQuerySet


class AssessmentQuerySet(VisibleQuerySet):
    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """One's own; those of others when everyone is done: of that application in an open house, of all
        applications of the lot in an aanbesteding.
        """
        rows = super().visible_to(user)
        return rows.filter(Q(assessor=user.pk) | Q(application__in=revealed_applications().values("pk")))


def revealed_applications() -> models.QuerySet[Any]:
    """Applications whose assessments may be seen by all."""
    return with_done(Application.objects.all()).filter(
        Q(lot__procedure__form=ProcurementForm.OPEN_HOUSE, done__gte=F("needed"))
        | Q(
            ~Q(
                lot__in=with_done(Application.objects.in_the_running())
                .filter(done__lt=F("needed"))
                .values("lot")
            ),
            lot__procedure__form=ProcurementForm.TENDER,
        )
    )


def with_done(applications: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Adds ``done``, the finished assessments, and ``needed``: two in an open house, all assessors otherwise."""
    finished = Assessment.objects.filter(application=OuterRef("pk"), finished_at__isnull=False)
    appointed = Assessor.objects.filter(procedure=OuterRef("lot__procedure"))
    counted: models.QuerySet[Any] = applications.annotate(
        done=_counted(finished, "application"),
        needed=models.Case(
            models.When(lot__procedure__form=ProcurementForm.OPEN_HOUSE, then=models.Value(JUDGES)),
            default=_counted(appointed, "procedure"),
            output_field=models.IntegerField(),
        ),
    )
    return counted


def _counted(rows: models.QuerySet, by: str) -> Coalesce:
    counts = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=models.IntegerField()), 0)


@pghistory.track()
class Assessment(models.Model):
    """The work of one assessor on one application. ``finished_at`` NULL = at work; after it nothing changes.

    ``place`` counts the assessors of the application; an open house has no third.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="assessments", verbose_name="inschrijving"
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assessments", verbose_name="beoordelaar"
    )
    place = models.PositiveSmallIntegerField("volgnummer")
    finished_at = models.DateTimeField("klaar op", null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"
        ordering = ["application", "place"]
        constraints = [
            models.UniqueConstraint(name="assessment_once_per_person", fields=["application", "assessor"]),
            models.UniqueConstraint(name="assessment_place_once", fields=["application", "place"]),
            models.CheckConstraint(name="assessment_place_from_one", condition=Q(place__gte=1)),
        ]

    def __str__(self) -> str:
        return f"beoordeling {self.place} van {self.application_id}"


@pghistory.track()
class Judgement(models.Model):
    """Whether an application meets a requirement, says one assessor."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="judgements", verbose_name="beoordeling"
    )
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="+", verbose_name="eis")
    meets = models.BooleanField("voldoet")
    reason = models.CharField("toelichting", max_length=500, blank=True)

    class Meta:
        verbose_name = "oordeel"
        verbose_name_plural = "oordelen"
        ordering = ["assessment", "requirement__number"]
        constraints = [
            models.UniqueConstraint(name="judgement_once", fields=["assessment", "requirement"]),
            models.CheckConstraint(name="not_met_has_a_reason", condition=Q(meets=True) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {'voldoet' if self.meets else 'voldoet niet'}"


@pghistory.track()
class Verdict(models.Model):
    """Settles a requirement on which the two assessors differ."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="verdicts", verbose_name="inschrijving"
    )
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="+", verbose_name="eis")
    how = models.CharField("hoe", max_length=12, choices=SettledBy.choices)
    meets = models.BooleanField("voldoet")
    reason = models.CharField("reden", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "eindoordeel"
        verbose_name_plural = "eindoordelen"
        ordering = ["application", "requirement__number"]
        constraints = [
            models.UniqueConstraint(name="verdict_once", fields=["application", "requirement"]),
            models.CheckConstraint(name="verdict_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}: {'voldoet' if self.meets else 'voldoet niet'}"


@pghistory.track()
class Score(models.Model):
    """Points of one assessor for one criterion."""

    assessment = models.ForeignKey(
        Assessment, models.CASCADE, related_name="scores", verbose_name="beoordeling"
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="criterium")
    points = models.DecimalField("punten", max_digits=5, decimal_places=2)
    reason = models.CharField("motivering", max_length=1000)

    class Meta:
        verbose_name = "score"
        verbose_name_plural = "scores"
        ordering = ["assessment", "criterion__number"]
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["assessment", "criterion"]),
            models.CheckConstraint(name="score_not_below_zero", condition=Q(points__gte=0)),
            models.CheckConstraint(name="score_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


@pghistory.track()
class Consensus(models.Model):
    """The points that the assessors agreed on for one criterion, after all of them had scored."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="consensus", verbose_name="inschrijving"
    )
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="criterium")
    points = models.DecimalField("punten", max_digits=5, decimal_places=2)
    reason = models.CharField("motivering", max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "consensusscore"
        verbose_name_plural = "consensusscores"
        ordering = ["application", "criterion__number"]
        constraints = [
            models.UniqueConstraint(name="consensus_once", fields=["application", "criterion"]),
            models.CheckConstraint(name="consensus_not_below_zero", condition=Q(points__gte=0)),
            models.CheckConstraint(name="consensus_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.points}"


class Letter(models.Model):
    """A letter as it was sent, as PDF. Never changed."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="letters", verbose_name="inschrijving"
    )
    kind = models.CharField("soort", max_length=12, choices=LetterKind.choices)
    sent_on = models.DateField("verzonden op")
    content = models.BinaryField("inhoud (PDF)")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")

    owners = Owners(provider="application__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"
        ordering = ["application", "sent_on"]
        constraints = [models.UniqueConstraint(name="letter_once", fields=["application", "kind"])]
        triggers = [
            pgtrigger.Protect(name="letter_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.sent_on:%d-%m-%Y}"
