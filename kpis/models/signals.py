"""Reasons for a talk. A signal is never a finding."""

from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from inkoop.base.models import Delivery
from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import Direction, ReplyChannel, SignalRule, SignalState, Verdict
from kpis.models.computations import Computation
from providers.models import Provider


class SignalQuerySet(VisibleQuerySet):
    def standing(self) -> Self:
        return self.filter(lapsed_at=None)

    def with_state(self) -> Self:
        """Adds ``state`` (SignalState), and ``verdict`` and ``judged_at`` of the newest judgement; NULL = none.

        What was said before a signal lapsed and came back does not count for its state.
        """
        said = SignalReply.objects.filter(signal=OuterRef("pk")).order_by("-pk")
        judged = SignalJudgement.objects.filter(signal=OuterRef("pk")).order_by("-pk")
        found = self.annotate(
            verdict=Subquery(judged.values("verdict")[:1]),
            judged_at=Subquery(judged.values("at")[:1]),
            judged_as_of=Subquery(judged.values("peildatum")[:1]),
            replied_at=Subquery(said.values("at")[:1]),
            replied_as_of=Subquery(said.values("peildatum")[:1]),
        )
        since = Coalesce(F("returned_on"), F("first_seen_on"))
        is_judged, is_answered = Q(judged_as_of__gte=since), Q(replied_as_of__gte=since)
        later = Q(judged_at__isnull=True) | Q(replied_at__gt=F("judged_at"))
        return found.annotate(
            state=Case(
                When(is_answered & (~is_judged | later), then=Value(SignalState.ANSWERED)),
                When(is_judged & Q(verdict=Verdict.INVESTIGATING), then=Value(SignalState.INVESTIGATED)),
                When(is_judged, then=Value(SignalState.SETTLED)),
                default=Value(SignalState.NEW),
                output_field=models.CharField(),
            )
        )


class Signal(models.Model):
    """A figure that differs so much that it asks for a talk. It explains itself.

    One row per provider, rule and ``cause`` (the indicator without its second figures), whatever the window:
    computing again brings it up to date, so what people said stays with it. ``indicator`` speaks for the cause,
    ``companions`` point at the same thing. What no longer differs keeps its row, with ``lapsed_at`` filled;
    ``returned_on`` is the peildatum on which it stood again (NULL = it never lapsed). ``first_seen_on`` is the
    peildatum on which it first stood, ``peildatum`` that of these figures. ``numerator``, ``denominator`` and
    ``value`` as in IndicatorValue. ``stake`` in cents: the part of what was declared that the deviation is about;
    NULL = not to be said. ``computation`` is where the figures came from; NULL = that computation was removed.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="signals", verbose_name="aanbieder")
    rule = models.CharField("regel", max_length=20, choices=SignalRule.choices)
    rule_version = models.PositiveSmallIntegerField("versie van de regel")
    cause = models.CharField("oorzaak", max_length=12)
    indicator = models.CharField("indicator", max_length=12)
    companions = ArrayField(
        models.CharField(max_length=12), verbose_name="wijst op hetzelfde", default=list, blank=True
    )
    window_from = models.DateField("eerste maand")
    window_to = models.DateField("laatste maand")
    first_seen_on = models.DateField("eerste peildatum")
    returned_on = models.DateField("opnieuw sinds", null=True, blank=True)
    peildatum = models.DateField("peildatum")
    computation = models.ForeignKey(
        Computation, models.SET_NULL, null=True, blank=True, related_name="signals", verbose_name="berekening"
    )
    newest_delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nieuwste aanlevering in de cijfers",
    )
    numerator = models.BigIntegerField("teller", null=True, blank=True)
    denominator = models.BigIntegerField("noemer", null=True, blank=True)
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6)
    peer_group = models.CharField("vergeleken met", max_length=120)
    n_peers = models.PositiveIntegerField("vergelijkbare aanbieders")
    median_peers = models.DecimalField(
        "mediaan van vergelijkbare aanbieders", max_digits=24, decimal_places=6
    )
    robust_z = models.DecimalField("robuuste z", max_digits=24, decimal_places=6)
    threshold = models.DecimalField("grens voor z", max_digits=14, decimal_places=4)
    stake = models.BigIntegerField("gemoeid bedrag (eurocent)", null=True, blank=True)
    is_mature = models.BooleanField("op rijpe maanden", default=True)
    direction = models.CharField("richting", max_length=5, choices=Direction.choices)
    reading = models.TextField("uitleg")
    created_at = models.DateTimeField("ontstaan op", auto_now_add=True)
    updated_at = models.DateTimeField("bijgewerkt op", auto_now=True)
    lapsed_at = models.DateTimeField("vervallen op", null=True, blank=True)

    owners = Owners(provider="provider__in")
    objects = SignalQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["-peildatum", "provider", "indicator"]
        constraints = [
            models.UniqueConstraint(name="signal_once_per_cause", fields=["provider", "rule", "cause"]),
            models.CheckConstraint(
                name="signal_window_is_whole", condition=Q(window_to__gte=F("window_from"))
            ),
            models.CheckConstraint(
                name="signal_first_seen_before", condition=Q(first_seen_on__lte=F("peildatum"))
            ),
            models.CheckConstraint(
                name="signal_returned_after_first_seen",
                condition=Q(returned_on__isnull=True) | Q(returned_on__gt=F("first_seen_on")),
            ),
            models.CheckConstraint(
                name="signal_stake_not_negative", condition=Q(stake__isnull=True) | Q(stake__gte=0)
            ),
        ]
        # the worklist shows what still stands
        indexes = [
            models.Index(name="signal_standing", fields=["-peildatum"], condition=Q(lapsed_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.indicator} van {self.provider_id}: {self.get_direction_display()}"

    @property
    def stood_since(self) -> date:
        """The peildatum since which it stands without interruption, as far as was computed."""
        return self.returned_on or self.first_seen_on


class SignalSighting(models.Model):
    """What a signal said on a peildatum; computing that peildatum again replaces it.

    Figures as in Signal; NULL when it did not stand then (``stands`` False).
    """

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="sightings", verbose_name="signaal")
    peildatum = models.DateField("peildatum")
    stands = models.BooleanField("staat")
    indicator = models.CharField("indicator", max_length=12)
    window_from = models.DateField("eerste maand")
    window_to = models.DateField("laatste maand")
    rule_version = models.PositiveSmallIntegerField("versie van de regel")
    numerator = models.BigIntegerField("teller", null=True, blank=True)
    denominator = models.BigIntegerField("noemer", null=True, blank=True)
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6, null=True, blank=True)
    n_peers = models.PositiveIntegerField("vergelijkbare aanbieders", null=True, blank=True)
    median_peers = models.DecimalField("mediaan", max_digits=24, decimal_places=6, null=True, blank=True)
    robust_z = models.DecimalField("robuuste z", max_digits=24, decimal_places=6, null=True, blank=True)
    threshold = models.DecimalField("grens voor z", max_digits=14, decimal_places=4)
    stake = models.BigIntegerField("gemoeid bedrag (eurocent)", null=True, blank=True)

    class Meta:
        verbose_name = "stand van een signaal"
        verbose_name_plural = "standen van signalen"
        ordering = ["signal", "-peildatum"]
        constraints = [
            models.UniqueConstraint(name="signal_sighting_once", fields=["signal", "peildatum"]),
            models.CheckConstraint(
                name="signal_sighting_has_figures",
                condition=Q(stands=False)
                | Q(
                    value__isnull=False,
                    median_peers__isnull=False,
                    robust_z__isnull=False,
                    n_peers__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal_id} per {self.peildatum:%d-%m-%Y}"


class Said(models.Model):
    """Mixin: what a person said about a signal, with the figures it was said about. Never changed afterwards."""

    peildatum = models.DateField("peildatum van de cijfers")
    value = models.DecimalField("waarde", max_digits=24, decimal_places=6)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        abstract = True


class SignalReply(Said):
    """What the provider says about a signal; ``channel``: how it came in."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="replies", verbose_name="signaal")
    text = models.TextField("uitleg")
    channel = models.CharField("langs", max_length=8, choices=ReplyChannel.choices)

    owners = Owners(provider="signal__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "uitleg bij een signaal"
        verbose_name_plural = "uitleg bij signalen"
        ordering = ["signal", "-id"]
        constraints = [models.CheckConstraint(name="signal_reply_says_something", condition=~Q(text=""))]
        triggers = [
            pgtrigger.Protect(name="signal_reply_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.signal_id}, {self.at:%d-%m-%Y}"


class SignalAttachment(models.Model):
    """A file that came with a reply, kept in the database with its SHA-256. Read it only when it is asked for."""

    reply = models.OneToOneField(
        SignalReply, models.CASCADE, primary_key=True, related_name="attachment", verbose_name="uitleg"
    )
    file_name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("vingerafdruk (SHA-256)", max_length=64)
    size = models.PositiveIntegerField("grootte (bytes)")
    data = models.BinaryField("inhoud")

    class Meta:
        verbose_name = "bijlage bij uitleg"
        verbose_name_plural = "bijlagen bij uitleg"
        triggers = [
            pgtrigger.Protect(
                name="signal_attachment_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class SignalJudgement(Said):
    """What a contract manager makes of a signal; the newest counts."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="judgements", verbose_name="signaal")
    verdict = models.CharField("oordeel", max_length=12, choices=Verdict.choices)
    reason = models.TextField("reden")

    owners = Owners(provider="signal__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "oordeel over een signaal"
        verbose_name_plural = "oordelen over signalen"
        ordering = ["signal", "-id"]
        constraints = [models.CheckConstraint(name="signal_judgement_has_a_reason", condition=~Q(reason=""))]
        triggers = [
            pgtrigger.Protect(
                name="signal_judgement_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.signal_id}: {self.get_verdict_display()}"
