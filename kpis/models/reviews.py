"""What jeugdprofessionals say of providers, each quarter and in between."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.models import Municipality, Team
from inkoop.base.rights import VisibleQuerySet
from providers.models import Provider

LOWEST, HIGHEST = 1, 10


@pghistory.track()
class Reviewer(models.Model):
    """A jeugdprofessional who is asked; the link comes by mail, with ``user`` the own account works as well."""

    name = models.CharField("naam", max_length=80)
    email = models.EmailField("e-mail", max_length=120, unique=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="reviewers", verbose_name="gemeente"
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="reviewers", verbose_name="team"
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="account",
    )
    is_active = models.BooleanField("doet mee", default=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "jeugdprofessional"
        verbose_name_plural = "jeugdprofessionals"
        ordering = ["municipality", "name"]

    def __str__(self) -> str:
        return f"{self.name} ({self.municipality.name})"


@pghistory.track()
class ReviewRound(models.Model):
    """The review of one quarter, named by its first day. Links work t/m ``closes_on``."""

    quarter = models.DateField("kwartaal", unique=True, help_text="De eerste dag van het kwartaal.")
    opens_on = models.DateField("open vanaf")
    closes_on = models.DateField("open t/m")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="geopend door"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "beoordelingsronde"
        verbose_name_plural = "beoordelingsrondes"
        ordering = ["-quarter"]
        constraints = [
            models.CheckConstraint(
                name="review_round_is_a_quarter",
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
            ),
            models.CheckConstraint(
                name="review_round_closes_after_open", condition=Q(closes_on__gte=F("opens_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{(self.quarter.month + 2) // 3}e kwartaal {self.quarter.year}"


@pghistory.track()
class ReviewInvitation(models.Model):
    """One reviewer in one round. ``link_number`` goes up when a new link is made; earlier links then stop working.

    ``submitted_at`` filled = done: the link shows thanks and nothing more.
    """

    round = models.ForeignKey(ReviewRound, models.CASCADE, related_name="invitations", verbose_name="ronde")
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, related_name="invitations", verbose_name="jeugdprofessional"
    )
    link_number = models.PositiveSmallIntegerField("nummer van de link", default=1)
    sent_at = models.DateTimeField("uitgenodigd op", null=True)
    reminded_at = models.DateTimeField("herinnerd op", null=True)
    opened_at = models.DateTimeField("geopend op", null=True)
    submitted_at = models.DateTimeField("ingediend op", null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "uitnodiging"
        verbose_name_plural = "uitnodigingen"
        ordering = ["round", "reviewer"]
        constraints = [models.UniqueConstraint(name="review_invitation_once", fields=["round", "reviewer"])]

    def __str__(self) -> str:
        return f"{self.reviewer} in {self.round}"


@pghistory.track()
class Review(models.Model):
    """The score (1 t/m 10) and words of one reviewer on one provider. Counts when its invitation is submitted."""

    invitation = models.ForeignKey(
        ReviewInvitation, models.CASCADE, related_name="reviews", verbose_name="uitnodiging"
    )
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="reviews", verbose_name="aanbieder")
    score = models.PositiveSmallIntegerField("cijfer")
    text = models.TextField("toelichting", blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "beoordeling"
        verbose_name_plural = "beoordelingen"
        ordering = ["invitation", "provider"]
        constraints = [
            models.UniqueConstraint(name="review_once_per_provider", fields=["invitation", "provider"]),
            models.CheckConstraint(
                name="review_score_in_range", condition=Q(score__gte=LOWEST, score__lte=HIGHEST)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} voor {self.provider_id}"


@pghistory.track()
class ReviewIncident(models.Model):
    """Something particular between two reviews, told by a reviewer or written down by a contract manager."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="incidents", verbose_name="aanbieder")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="gemeente")
    reviewer = models.ForeignKey(
        Reviewer, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name="gemeld door"
    )
    happened_on = models.DateField("datum")
    reported_on = models.DateField("gemeld op")
    text = models.TextField("wat er is gebeurd")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vastgelegd door"
    )
    settled_on = models.DateField("afgehandeld op", null=True, blank=True)
    outcome = models.CharField("afhandeling", max_length=300, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bijzonderheid"
        verbose_name_plural = "bijzonderheden"
        ordering = ["-reported_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="review_incident_reported_after", condition=Q(reported_on__gte=F("happened_on"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.provider_id}"
