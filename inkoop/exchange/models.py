"""What exchange keeps besides the deliveries themselves."""

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.models import Allocation, Contract, DeclarationLine
from inkoop.base.models import Delivery
from inkoop.base.rights import Owners, VisibleQuerySet
from inkoop.base.workdays import add_workdays
from inkoop.exchange.choices import DECISION_TERMS, LocalRuleEffect, LocalRuleKind, answer_term
from providers.models import Provider


class WaitingFile(models.Model):
    """An uploaded file that a worker has yet to load; kept encrypted outside the database.

    ``attempts``: how often a load of it began.
    """

    delivery = models.OneToOneField(
        Delivery, models.CASCADE, related_name="waiting_file", verbose_name="aanlevering"
    )
    name = models.CharField("naam in de kluis", max_length=32, unique=True)
    attempts = models.PositiveSmallIntegerField("keren geprobeerd", default=0)

    class Meta:
        verbose_name = "wachtend bestand"
        verbose_name_plural = "wachtende bestanden"

    def __str__(self) -> str:
        return f"bestand van aanlevering {self.delivery_id}"


class ProviderDelivery(models.Model):
    """A delivery that a provider sent by itself, in the portal: it may hold declarations of that provider alone.

    ``kept_as`` names the encrypted file of a trial, so that it can be sent after it; ``sent_as`` is what came of that.
    """

    delivery = models.OneToOneField(
        Delivery, models.CASCADE, related_name="sent_by_provider", verbose_name="aanlevering"
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="deliveries", verbose_name="aanbieder"
    )
    kept_as = models.CharField("naam in de kluis", max_length=32, blank=True)
    sent_as = models.OneToOneField(
        Delivery,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tried_before",
        verbose_name="daarna aangeleverd als",
    )

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "aanlevering van een aanbieder"
        verbose_name_plural = "aanleveringen van aanbieders"
        ordering = ["-delivery"]

    def __str__(self) -> str:
        return f"{self.delivery} van {self.provider}"


class Message(models.Model):
    """An iJw message that was received: what identifies it, and whether it was answered. It holds no BSN.

    ``refused_with`` is the code of what is wrong with the message itself, ``declaration_refused_with`` that of its
    declaration; empty = nothing. ``kept_as`` names the encrypted file until the answer has been written. ``due_on`` is
    the last day for that answer, and ``decide_by`` for the decision on a request (NULL: no request); both follow from
    the day of receipt, in working days. ``do_by`` is the last day for what comes next: the answer, then the decision.
    """

    delivery = models.OneToOneField(
        Delivery, models.CASCADE, related_name="message_received", verbose_name="aanlevering"
    )
    name = models.CharField("bericht", max_length=5)
    sender = models.CharField("afzender", max_length=8)
    receiver = models.CharField("ontvanger", max_length=8)
    identification = models.CharField("identificatie", max_length=12)
    dated_on = models.DateField("dagtekening")
    refused_with = models.CharField("retourcode van het bericht", max_length=4, blank=True)
    declaration_refused_with = models.CharField("retourcode van de declaratie", max_length=4, blank=True)
    kept_as = models.CharField("naam in de kluis", max_length=32, blank=True)
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beantwoord door",
        help_text="Leeg als een opdracht het antwoord schreef.",
    )
    due_on = models.DateField("uiterlijk", editable=False)
    decide_by = models.DateField("besluit uiterlijk", null=True, editable=False)
    do_by = models.DateField("volgende stap uiterlijk", editable=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        permissions = [("answer_message", "Mag berichten beantwoorden")]
        constraints = [
            # TR056; a message refused for its rules counts as not sent
            models.UniqueConstraint(
                name="message_identification_once_per_sender",
                fields=["sender", "name", "identification"],
                condition=~Q(refused_with__in=["0001", "9056"]),
            ),
        ]
        indexes = [
            # the inbox: a file waits for the answer or the decision, the oldest deadline first
            models.Index(name="message_to_do", fields=["do_by", "id"], condition=~Q(kept_as="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.identification} van {self.sender}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            received_on, decision = self.delivery.received_on, DECISION_TERMS.get(self.name)
            self.due_on = add_workdays(received_on, answer_term(self.name).workdays)
            self.decide_by = add_workdays(received_on, decision.workdays) if decision else None
            self.do_by = self.due_on
        super().save(*args, **kwargs)


@pghistory.track()
class Overrule(models.Model):
    """A person decided that a line which was refused at level 4 is accepted after all, before the answer went out.

    ``before`` holds the refused line as it was and the counts of its delivery, ``after`` what came of it. A decision
    that was taken back keeps its row; then ``line`` is NULL, as the line is refused again. Amounts in cents.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="overrules", verbose_name="bericht")
    row_number = models.PositiveIntegerField("rij")
    line = models.ForeignKey(
        DeclarationLine, models.PROTECT, null=True, related_name="+", verbose_name="aanvaarde regel"
    )
    allocation = models.ForeignKey(Allocation, models.PROTECT, related_name="+", verbose_name="toewijzing")
    amount = models.BigIntegerField("bedrag (eurocent)")
    codes = models.CharField("codes", max_length=60)
    reason = models.CharField("reden", max_length=400)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    at = models.DateTimeField("besloten op", auto_now_add=True)
    before = models.JSONField("vooraf")
    after = models.JSONField("achteraf")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="teruggenomen door",
    )
    undone_at = models.DateTimeField("teruggenomen op", null=True)
    undone_because = models.CharField("reden van terugnemen", max_length=400, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "besluit over een geweigerde regel"
        verbose_name_plural = "besluiten over geweigerde regels"
        ordering = ["-id"]
        permissions = [("overrule_line", "Mag geweigerde regels alsnog aanvaarden")]
        constraints = [
            models.UniqueConstraint(
                name="line_overruled_once", fields=["message", "row_number"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="overrule_has_a_line_or_was_undone",
                condition=Q(line__isnull=False, undone_at=None, undone_by=None, undone_because="")
                | Q(line=None, undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"rij {self.row_number} van {self.message}"


@pghistory.track()
class LocalRule(models.Model):
    """Something that a contract, or the whole region, asks of a line beyond the standard. It never refuses.

    It counts for what is received from ``valid_from`` t/m ``ends_on`` (NULL = no end). Of one kind the rule of the
    contract goes before that of the region, and the newer before the older. ``threshold``: days, by kind; NULL where
    the kind has none.
    """

    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="contract",
        help_text="Leeg = de hele regio.",
    )
    kind = models.CharField("soort", max_length=12, choices=LocalRuleKind.choices)
    threshold = models.PositiveSmallIntegerField(
        "grens (dagen)",
        null=True,
        blank=True,
        help_text="Te laat: dagen na het einde van de dienstmaand. Gebroken maand: hoeveel dagen zij ten minste telt.",
    )
    effect = models.CharField("gevolg", max_length=12, choices=LocalRuleEffect.choices)
    explanation = models.CharField(
        "toelichting",
        max_length=300,
        help_text="Waar is dit afgesproken, en waarom? Staat bij elke waarschuwing.",
    )
    valid_from = models.DateField(
        "geldig vanaf", help_text="Eerste dag van ontvangst waarvoor de regel telt."
    )
    ends_on = models.DateField("geldig t/m", null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgesteld door"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "lokale regel"
        verbose_name_plural = "lokale regels"
        ordering = ["kind", "contract", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="local_rule_once_per_day",
                fields=["contract", "kind", "valid_from"],
                nulls_distinct=False,
                violation_error_message="Er is al een regel van deze soort die op deze dag ingaat.",
            ),
            models.CheckConstraint(
                name="local_rule_never_refuses", condition=Q(effect__in=[*LocalRuleEffect.values])
            ),
            models.CheckConstraint(
                name="local_rule_has_the_threshold_of_its_kind",
                condition=Q(
                    kind__in=[kind.value for kind in LocalRuleKind if kind.text.threshold],
                    threshold__isnull=False,
                )
                | Q(
                    kind__in=[kind.value for kind in LocalRuleKind if not kind.text.threshold], threshold=None
                ),
            ),
            models.CheckConstraint(
                name="local_rule_end_not_before_begin",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("valid_from")),
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
        ]

    def __str__(self) -> str:
        where = self.contract or "de hele regio"
        return f"{self.get_kind_display()} ({self.get_effect_display()}), {where}"


@pghistory.track()
class Hold(models.Model):
    """The answer to a message waits, because lines of it break a local rule, until a person lets it go."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="holds", verbose_name="bericht")
    rule = models.ForeignKey(LocalRule, models.PROTECT, related_name="+", verbose_name="lokale regel")
    lines = models.PositiveIntegerField("regels")
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="vrijgegeven door"
    )
    released_at = models.DateTimeField("vrijgegeven op", null=True)
    released_because = models.CharField("reden van vrijgeven", max_length=400, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "aanhouding"
        verbose_name_plural = "aanhoudingen"
        ordering = ["message", "rule"]
        permissions = [("release_hold", "Mag aangehouden antwoorden vrijgeven")]
        constraints = [
            models.UniqueConstraint(name="one_hold_per_message_and_rule", fields=["message", "rule"]),
            models.CheckConstraint(
                name="hold_is_released_by_somebody_for_a_reason",
                condition=Q(released_at=None, released_by=None, released_because="")
                | Q(released_at__isnull=False, released_by__isnull=False) & ~Q(released_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message}: {self.rule}"
