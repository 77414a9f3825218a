"""Talks with providers (accounthoudergesprekken): plan, agenda and report."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import AgendaSource, MeetingKind, MeetingState, Side
from kpis.models.snapshots import ReportSnapshot
from providers.models import Provider

HELD_STATES = [MeetingState.HELD, MeetingState.SHARED, MeetingState.CONFIRMED, MeetingState.SIGNED]
"""The talk took place."""

SHOWN_STATES = [MeetingState.SHARED, MeetingState.CONFIRMED, MeetingState.SIGNED]
"""The provider may read the report."""


@pghistory.track()
class Meeting(models.Model):
    """One talk with a provider.

    ``due_on`` is the day on which the cycle asked for it when it was planned; NULL = an extra talk.
    ``first_planned_on`` stays what it was when ``planned_on`` moves; ``moves`` counts that for calendars.
    ``held_on`` NULL = not held. ``shared_at``: since when the provider sees the report; ``confirmed_at`` and
    ``confirmed_by``: who agreed to it, with ``provider_remark``. ``signed_at``: the report is final and
    ``dossier`` holds the figures that lay on the table. ``reason``: why it lapsed, or why the report was signed
    off without confirmation.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="meetings", verbose_name="aanbieder")
    kind = models.CharField("soort", max_length=12, choices=MeetingKind.choices, default=MeetingKind.CYCLE)
    state = models.CharField(
        "stand", max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED
    )
    due_on = models.DateField("uiterlijk te voeren op", null=True, blank=True)
    first_planned_on = models.DateField("eerst gepland op")
    planned_on = models.DateField("gepland op")
    starts_at = models.TimeField("begint om", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("duur in minuten", default=60)
    place = models.CharField("plaats", max_length=160, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gevoerd door"
    )
    moves = models.PositiveSmallIntegerField("keren gewijzigd", default=0)
    held_on = models.DateField("gehouden op", null=True, blank=True)
    shared_at = models.DateTimeField("verslag gedeeld op", null=True, blank=True)
    confirmed_at = models.DateTimeField("bevestigd op", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bevestigd door",
    )
    provider_remark = models.TextField("opmerking van de aanbieder", blank=True)
    signed_at = models.DateTimeField("vastgesteld op", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vastgesteld door",
    )
    dossier = models.OneToOneField(
        ReportSnapshot,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meeting",
        verbose_name="vastgelegd dossier",
    )
    reason = models.TextField("reden", blank=True)

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "accounthoudergesprek"
        verbose_name_plural = "accounthoudergesprekken"
        ordering = ["-planned_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="meeting_planned_once_a_day",
                fields=["provider", "planned_on"],
                condition=Q(state=MeetingState.PLANNED),
            ),
            models.CheckConstraint(
                name="meeting_held_has_a_day",
                condition=Q(held_on__isnull=False, state__in=HELD_STATES)
                | Q(held_on__isnull=True) & ~Q(state__in=HELD_STATES),
            ),
            models.CheckConstraint(
                name="meeting_shared_has_a_moment",
                condition=Q(shared_at__isnull=False)
                | ~Q(state__in=[MeetingState.SHARED, MeetingState.CONFIRMED]),
            ),
            models.CheckConstraint(
                name="meeting_confirmed_by_somebody",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="meeting_signed_with_dossier",
                condition=Q(
                    state=MeetingState.SIGNED,
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                    dossier__isnull=False,
                )
                | Q(signed_at__isnull=True, signed_by__isnull=True, dossier__isnull=True)
                & ~Q(state=MeetingState.SIGNED),
            ),
            models.CheckConstraint(
                name="meeting_unusual_end_has_a_reason",
                condition=~Q(reason="")
                | ~Q(state=MeetingState.CANCELLED)
                & (~Q(state=MeetingState.SIGNED) | Q(confirmed_at__isnull=False)),
            ),
            models.CheckConstraint(name="meeting_takes_time", condition=Q(minutes__gt=0)),
        ]
        indexes = [models.Index(name="meeting_held_of_provider", fields=["provider", "-held_on"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.held_on or self.planned_on:%d-%m-%Y}"

    @property
    def is_planned(self) -> bool:
        return self.state == MeetingState.PLANNED

    @property
    def was_held(self) -> bool:
        return self.state in HELD_STATES

    @property
    def is_final(self) -> bool:
        """Nothing of the report can change any more."""
        return self.state in {MeetingState.SIGNED, MeetingState.CANCELLED}


class Attendee(models.Model):
    """Somebody who is asked to come. Without an address no invitation is sent."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees", verbose_name="gesprek")
    side = models.CharField("namens", max_length=10, choices=Side.choices)
    name = models.CharField("naam", max_length=80)
    email = models.EmailField("e-mail", max_length=120, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["-side", "name"]
        constraints = [models.UniqueConstraint(name="attendee_once", fields=["meeting", "name"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_side_display()})"


@pghistory.track()
class AgendaItem(models.Model):
    """A point of the agenda and what was said about it.

    ``is_internal``: of the region alone, the provider never sees it. ``minutes`` and ``decision`` are shared with
    the provider, ``internal_note`` is not. ``agreement`` is the one that the point is about.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name="gesprek")
    place = models.PositiveSmallIntegerField("volgorde")
    title = models.CharField("punt", max_length=200)
    source = models.CharField(
        "herkomst", max_length=10, choices=AgendaSource.choices, default=AgendaSource.OWN
    )
    is_internal = models.BooleanField("alleen intern", default=False)
    agreement = models.ForeignKey(
        "kpis.Agreement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="verbeterafspraak",
    )
    minutes = models.TextField("verslag", blank=True)
    decision = models.TextField("besluit", blank=True)
    internal_note = models.TextField("interne notitie", blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["meeting", "place", "id"]

    def __str__(self) -> str:
        return self.title
