"""What every other part stands on: people, municipalities, parameters and the provenance of facts."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q, QuerySet

from inkoop.base.choices import DeliveryKind, DeliveryStatus, PrivacyKind, ProposalState, Severity
from inkoop.base.rights import MEMBERSHIPS, VisibleQuerySet
from inkoop.base.sql import LOCK_CHAIN


class User(AbstractUser):
    class Meta(AbstractUser.Meta):
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        permissions = [
            ("see_region", "Mag alle gegevens van de regio zien"),
            ("see_figures", "Mag de cijfers van de regio zien, zonder gegevens over jeugdigen"),
        ]


@pghistory.track()
class Municipality(models.Model):
    code = models.CharField("gemeentecode", max_length=4, unique=True, help_text="CBS-code, vier cijfers.")
    name = models.CharField("naam", max_length=80)
    received_on = models.DateField("ontvangen op", help_text="Eerste levering waarin de gemeente voorkomt.")

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="municipality_code_is_four_digits", condition=Q(code__regex=r"^[0-9]{4}$")
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Team(models.Model):
    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="gemeente")
    name = models.CharField("naam", max_length=80)

    class Meta:
        verbose_name = "team"
        verbose_name_plural = "teams"
        ordering = ["municipality", "name"]
        constraints = [
            models.UniqueConstraint(name="team_name_once_per_municipality", fields=["municipality", "name"])
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class MunicipalityUser(models.Model):
    """Works for a municipality and may see its figures, for as long as the row is there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="municipalities", verbose_name="gebruiker"
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="users", verbose_name="gemeente"
    )

    class Meta:
        verbose_name = "gemeente van een gebruiker"
        verbose_name_plural = "gemeenten van gebruikers"
        ordering = ["user", "municipality"]
        constraints = [
            models.UniqueConstraint(name="municipality_user_once", fields=["user", "municipality"])
        ]

    def __str__(self) -> str:
        return f"{self.user} voor {self.municipality}"


@pghistory.track()
class TeamUser(models.Model):
    """Works in a jeugdteam and may see the youths that it referred, for as long as the row is there."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="teams", verbose_name="gebruiker"
    )
    team = models.ForeignKey(Team, models.PROTECT, related_name="users", verbose_name="team")

    class Meta:
        verbose_name = "team van een gebruiker"
        verbose_name_plural = "teams van gebruikers"
        ordering = ["user", "team"]
        constraints = [models.UniqueConstraint(name="team_user_once", fields=["user", "team"])]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


def _municipalities_of(user: User) -> QuerySet:
    return MunicipalityUser.objects.filter(user=user)


MEMBERSHIPS.update(
    {
        "municipality": lambda user: _municipalities_of(user).values("municipality"),
        "municipality_code": lambda user: _municipalities_of(user).values("municipality__code"),
        "team": lambda user: TeamUser.objects.filter(user=user).values("team"),
    }
)


class Proposed(models.Model):
    """Mixin: proposed by one person with a reason, settled by another one."""

    state = models.CharField(
        "stand", max_length=12, choices=ProposalState.choices, default=ProposalState.PROPOSED
    )
    reason = models.TextField("reden")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="voorgesteld door"
    )
    proposed_at = models.DateTimeField("voorgesteld op", auto_now_add=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgehandeld door",
    )
    settled_at = models.DateTimeField("afgehandeld op", null=True, blank=True)
    settle_reason = models.TextField("toelichting bij de afhandeling", blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_approved_by_another",
                condition=~Q(state=ProposalState.APPROVED)
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="%(class)s_settled_by_somebody",
                condition=Q(state=ProposalState.PROPOSED, settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(state=ProposalState.PROPOSED) & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
        ]


@pghistory.track()
class ParameterProposal(Proposed):
    """Values that belong together, by name of the parameter, as text with a decimal point.

    Nothing changes before another person approves; then every value becomes a ``Parameter`` from ``valid_from``.
    """

    values = models.JSONField("waarden")
    valid_from = models.DateField("geldig vanaf")

    class Meta(Proposed.Meta):
        verbose_name = "voorstel voor een instelling"
        verbose_name_plural = "voorstellen voor instellingen"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Instellingen vanaf {self.valid_from:%d-%m-%Y}"


@pghistory.track()
class Parameter(models.Model):
    """A threshold of the region. The row with the newest ``valid_from`` <= peildatum counts.

    ``proposal``: what it was proposed and approved in; NULL = set before two people did so.
    """

    name = models.CharField("naam", max_length=60)
    value = models.DecimalField("waarde", max_digits=14, decimal_places=4)
    valid_from = models.DateField("geldig vanaf")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="voorgesteld door"
    )
    reason = models.CharField("reden", max_length=300)
    proposal = models.ForeignKey(
        ParameterProposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parameters",
        verbose_name="voorstel",
    )

    class Meta:
        verbose_name = "parameter"
        verbose_name_plural = "parameters"
        ordering = ["name", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="parameter_once_per_day", fields=["name", "valid_from"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value.normalize():f} vanaf {self.valid_from}"


class Delivery(models.Model):
    """One file as received. Every imported row points to its delivery and carries its row number.

    ``rows_*`` are counts of data rows; NULL = not counted because the file was not read to the end.
    """

    kind = models.CharField("soort", max_length=20, choices=DeliveryKind.choices)
    file_name = models.CharField("bestand", max_length=200)
    sha256 = models.CharField("vingerafdruk (SHA-256)", max_length=64)
    received_on = models.DateField("ontvangen op")
    status = models.CharField("status", max_length=12, choices=DeliveryStatus.choices)
    created_at = models.DateTimeField("aangemeld op", auto_now_add=True)
    started_at = models.DateTimeField("begonnen op", null=True, blank=True)
    finished_at = models.DateTimeField("klaar op", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="aangeleverd door"
    )
    is_trial = models.BooleanField("proefdraaien", default=False)
    is_decision = models.BooleanField(
        "besluit", default=False, help_text="Door mensen vastgesteld; er hoort geen bestand bij."
    )
    rows_read = models.PositiveIntegerField(
        "rijen gelezen", default=0, help_text="Voortgang tijdens het laden."
    )
    rows_total = models.PositiveIntegerField("rijen", null=True, blank=True)
    rows_accepted = models.PositiveIntegerField("aanvaard", null=True, blank=True)
    rows_refused = models.PositiveIntegerField("geweigerd", null=True, blank=True)
    rows_unchanged = models.PositiveIntegerField("ongewijzigd", null=True, blank=True)
    message = models.TextField("toelichting", blank=True)
    changes = models.PositiveIntegerField(
        "besluiten na het laden",
        default=0,
        help_text="Hoe vaak een besluit van een persoon de geladen regels heeft veranderd.",
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "aanlevering"
        verbose_name_plural = "aanleveringen"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="delivery_loaded_once",
                fields=["kind", "sha256"],
                condition=Q(status="geladen", is_trial=False),
            ),
            models.CheckConstraint(
                name="delivery_counts_add_up",
                condition=~Q(status="geladen")
                | Q(rows_total=F("rows_accepted") + F("rows_refused") + F("rows_unchanged")),
            ),
        ]
        indexes = [models.Index(name="delivery_received", fields=["received_on", "id"])]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.get_kind_display()}, {self.received_on})"


class Finding(models.Model):
    """One thing found wrong (or worth knowing) in one row of a delivery."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="findings", verbose_name="aanlevering"
    )
    row_number = models.PositiveIntegerField("rij", help_text="1 = eerste rij met gegevens.")
    severity = models.CharField("ernst", max_length=8, choices=Severity.choices, default=Severity.REFUSED)
    field = models.CharField("veld", max_length=40, blank=True)
    code = models.CharField("code", max_length=30)
    cause = models.CharField("oorzaak", max_length=400)
    found = models.CharField("gevonden", max_length=200, blank=True)
    expected = models.CharField("verwacht", max_length=200, blank=True)
    next_step = models.CharField("wat nu", max_length=300, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bevinding"
        verbose_name_plural = "bevindingen"
        ordering = ["delivery", "row_number", "code"]
        indexes = [models.Index(name="finding_delivery_row", fields=["delivery", "row_number"])]

    def __str__(self) -> str:
        return f"rij {self.row_number}: {self.code} {self.cause}"


class Received(models.Model):
    """Mixin: where a fact came from, and since when it is known."""

    delivery = models.ForeignKey(Delivery, models.PROTECT, verbose_name="aanlevering", related_name="+")
    row_number = models.PositiveIntegerField("rij")
    received_on = models.DateField("ontvangen op")

    class Meta:
        abstract = True


# One writer at a time lays its row behind the newest, so the chain has no forks and no gaps whatever the number of
# writers. The text that is hashed is that of `inkoop.base.rules.chain`; what is asked here costs no extra round trip.
CHAIN = f"""
PERFORM pg_advisory_xact_lock({LOCK_CHAIN});
SELECT id, hash INTO before FROM base_clientread ORDER BY id DESC LIMIT 1;
NEW.id := coalesce(before.id, 0) + 1;
NEW.roles := coalesce(
    (SELECT string_agg(g.name, ', ' ORDER BY g.name) FROM base_user_groups m JOIN auth_group g ON g.id = m.group_id
     WHERE m.user_id = NEW.by_id), '');
NEW.hash := encode(sha256(convert_to(json_build_array(
    coalesce(before.hash, ''), NEW.id, NEW.by_id, to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    NEW.subject, NEW.object_id, NEW.path, NEW.roles)::text, 'UTF8')), 'hex');
RETURN NEW;
"""


class ClientRead(models.Model):
    """Somebody looked at data of individual youths: who, when, which page and in which roles. Never changed.

    The database itself lays each row in a chain: ``hash`` follows from the row and from the hash before it, so that a
    row that is changed, put in or taken away shows (`inkoop.base.rules.chain`). It also fills ``id`` and ``roles``.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)
    subject = models.CharField("wat", max_length=60)
    object_id = models.CharField("nummer", max_length=64, blank=True, help_text="Leeg bij een lijst.")
    path = models.CharField("pagina", max_length=500)
    roles = models.CharField(
        "in de rol van", max_length=300, blank=True, default="", editable=False, help_text="Op dat moment."
    )
    hash = models.CharField("schakel", max_length=64, editable=False, default="")

    class Meta:
        verbose_name = "inzage in cliëntgegevens"
        verbose_name_plural = "inzage in cliëntgegevens"
        ordering = ["-id"]
        indexes = [models.Index(name="client_read_of_object", fields=["object_id", "-id"])]
        triggers = [
            pgtrigger.Protect(name="client_read_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="client_read_chained",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("before", "record")],
                func=CHAIN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.subject} {self.object_id}".strip()


class PrivacyRecord(models.Model):
    """One time that a procedure for personal data was carried out or tried; never changed, holds nobody's data.

    ``outcome``: counts per kind of data, and what a later check needs. ``by``: NULL = the clock, or a command.
    """

    kind = models.CharField("procedure", max_length=12, choices=PrivacyKind.choices)
    at = models.DateTimeField("op", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )
    reason = models.CharField("reden", max_length=300)
    is_trial = models.BooleanField("proef", default=False, help_text="Er is alleen geteld.")
    outcome = models.JSONField("uitkomst", default=dict)

    class Meta:
        verbose_name = "privacyverslag"
        verbose_name_plural = "privacyverslagen"
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(name="privacy_record_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.at:%d-%m-%Y}"
