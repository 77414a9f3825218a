"""Reports that were given out, who gets them, what was decided on them, and what is hidden in them."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.models import Municipality
from inkoop.base.rights import Owners, VisibleQuerySet
from inkoop.reports.choices import DecisionState, MailRhythm, ReportKind
from kpis.choices import UseDimension
from kpis.models import Computation

OF_ONE_PLACE = Q(kind=ReportKind.MUNICIPALITY, municipality__isnull=False) | (
    ~Q(kind=ReportKind.MUNICIPALITY) & Q(municipality__isnull=True)
)


class Publication(models.Model):
    """A report as it was given out: frozen, numbered per kind, place and year of the peildatum.

    ``content`` holds every figure; ``sha256`` is of its canonical JSON, so that a copy can be checked.
    """

    kind = models.CharField("soort", max_length=10, choices=ReportKind.choices)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, verbose_name="gemeente"
    )
    year = models.PositiveSmallIntegerField("jaar")
    number = models.PositiveSmallIntegerField("nummer")
    peildatum = models.DateField("peildatum")
    content = models.JSONField("inhoud")
    sha256 = models.CharField("vingerafdruk (SHA-256)", max_length=64)
    note = models.CharField("toelichting", max_length=300, blank=True)
    published_at = models.DateTimeField("vastgesteld op", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="vastgesteld door")

    objects = VisibleQuerySet.as_manager()
    owners = Owners(municipality="municipality__in")

    class Meta:
        verbose_name = "vastgestelde rapportage"
        verbose_name_plural = "vastgestelde rapportages"
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="publication_numbered_once",
                fields=["kind", "municipality", "year", "number"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="publication_of_one_place", condition=OF_ONE_PLACE),
        ]
        triggers = [
            pgtrigger.Protect(name="publication_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        place = self.municipality.name if self.municipality else "regio"
        return f"{self.get_kind_display()} {place} {self.year}-{self.number}"


class Subscription(models.Model):
    """Who gets a mail with the address of a new report; never figures in the mail.

    ``every``: months between mails about the newest figures, 0 = only when an edition is published. ``sent_for``: the
    peildatum of the last of those; NULL = none yet.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="gebruiker")
    kind = models.CharField("soort", max_length=10, choices=ReportKind.choices)
    municipality = models.ForeignKey(
        Municipality, models.CASCADE, null=True, blank=True, verbose_name="gemeente"
    )
    every = models.PositiveSmallIntegerField(
        "hoe vaak", choices=MailRhythm.choices, default=MailRhythm.ON_PUBLICATION
    )
    sent_for = models.DateField("laatst gemaild over", null=True, blank=True)

    class Meta:
        verbose_name = "abonnement op een rapportage"
        verbose_name_plural = "abonnementen op rapportages"
        constraints = [
            models.UniqueConstraint(
                name="subscribed_once", fields=["user", "kind", "municipality"], nulls_distinct=False
            ),
            models.CheckConstraint(name="subscription_of_one_place", condition=OF_ONE_PLACE),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"


class HiddenUse(models.Model):
    """A row of the use of care that no report shows, because few youths stand behind it or follow from it."""

    computation = models.ForeignKey(
        Computation, models.CASCADE, related_name="+", verbose_name="berekening", db_index=False
    )
    municipality_code = models.CharField("gemeentecode", max_length=4, blank=True)
    year = models.PositiveSmallIntegerField("jaar")
    dimension = models.CharField("uitgesplitst naar", max_length=12, choices=UseDimension.choices)
    part = models.CharField("deel", max_length=80, blank=True)

    class Meta:
        verbose_name = "afgeschermd cijfer"
        verbose_name_plural = "afgeschermde cijfers"
        constraints = [
            models.UniqueConstraint(
                name="use_hidden_once",
                fields=["computation", "municipality_code", "year", "dimension", "part"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_code} {self.year} {self.dimension} {self.part}".strip()


class Shielding(models.Model):
    """Says that the small cells of the figures of a computation were looked for: of exactly these figures."""

    computation = models.OneToOneField(
        Computation, models.CASCADE, related_name="+", primary_key=True, verbose_name="berekening"
    )
    fingerprint = models.CharField("vingerafdruk van de cijfers", max_length=64)

    class Meta:
        verbose_name = "afscherming"
        verbose_name_plural = "afschermingen"

    def __str__(self) -> str:
        return f"afscherming van {self.computation}"


@pghistory.track()
class BoardDecision(models.Model):
    """What the regio-overleg is asked, or decided, on a report: who does what by when, and what became of it.

    ``decided_on`` NULL = only asked yet.
    """

    decided_on = models.DateField("besloten op", null=True, blank=True)
    subject = models.CharField("onderwerp", max_length=120)
    decision = models.TextField("besluit")
    owner = models.CharField("wie", max_length=120)
    due_on = models.DateField("uiterlijk op")
    state = models.CharField(
        "stand", max_length=10, choices=DecisionState.choices, default=DecisionState.OPEN
    )
    outcome = models.TextField("wat ervan kwam", blank=True)
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, verbose_name="bij rapportage"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="vastgelegd door")

    objects = VisibleQuerySet.as_manager()
    owners = Owners()

    class Meta:
        verbose_name = "besluit van het regio-overleg"
        verbose_name_plural = "besluiten van het regio-overleg"
        ordering = ["state", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="board_decision_due_not_before",
                condition=Q(decided_on__isnull=True) | Q(due_on__gte=F("decided_on")),
            ),
            models.CheckConstraint(
                name="board_decision_decided_unless_asked",
                condition=Q(state="gevraagd", decided_on__isnull=True)
                | (~Q(state="gevraagd") & Q(decided_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="board_decision_ended_says_how",
                condition=Q(state__in=["gevraagd", "open"]) | ~Q(outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.get_state_display()})"
