"""Who applied for which lot, with what answers. What became of it stands in the decisions."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from contracts.choices import ProcedureDecision
from contracts.models.contracts import Contract, ContractVersion
from contracts.models.procedures.decisions import Decision
from contracts.models.procedures.procedure import EntryWindow, Lot, LotProduct, Requirement
from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models import Evidence, Provider

OUTCOMES = [
    ProcedureDecision.ADMIT,
    ProcedureDecision.REFUSE,
    ProcedureDecision.KEPT,
    ProcedureDecision.LOST,
    ProcedureDecision.INVALID,
    ProcedureDecision.RETRACTED,
]


class ApplicationQuerySet(VisibleQuerySet):
    def with_outcome(self) -> Self:
        """Adds ``outcome`` and ``outcome_on`` of the newest decision about the application; NULL = undecided.

        Also ``is_in_force``: whether the contract made from it was approved.
        """
        newest = Decision.objects.filter(application=OuterRef("pk"), kind__in=OUTCOMES).order_by("-pk")
        return self.annotate(
            outcome=Subquery(newest.values("kind")[:1]),
            outcome_on=Subquery(newest.values("decided_on")[:1]),
            is_in_force=Exists(ContractVersion.objects.filter(contract=OuterRef("contract"))),
        )

    def in_the_running(self) -> Self:
        """Neither declared invalid nor taken back."""
        out = Decision.objects.filter(kind__in=[ProcedureDecision.INVALID, ProcedureDecision.RETRACTED])
        return self.exclude(pk__in=out.filter(application__isnull=False).values("application"))


@pghistory.track()
class Application(models.Model):
    """``window`` NULL: a re-assessment of ``reassesses``, which was not sent in by the provider.

    One that runs per lot and provider: the service sees to it under a lock, since a refused or retracted one
    may be followed by another. ``drawn``: the order in a draw among equal totals; NULL = not drawn.
    ``contract`` NULL = none made yet.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="applications", verbose_name="perceel")
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="applications", verbose_name="aanbieder"
    )
    window = models.ForeignKey(
        EntryWindow, models.PROTECT, null=True, related_name="applications", verbose_name="inschrijfronde"
    )
    reassesses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reassessments", verbose_name="herbeoordeling van"
    )
    submitted_on = models.DateField("ontvangen op")
    drawn = models.PositiveSmallIntegerField("plaats bij loting", null=True)
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, related_name="applications", verbose_name="contract"
    )

    is_in_force: bool
    outcome: str | None  # these five are added by with_outcome and with_done
    outcome_on: date | None
    done: int
    needed: int

    owners = Owners(provider="provider__in")
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "inschrijving"
        verbose_name_plural = "inschrijvingen"
        ordering = ["lot", "provider__name"]
        constraints = [
            models.CheckConstraint(
                name="application_in_a_window_or_again",
                condition=Q(window__isnull=False, reassesses__isnull=True)
                | Q(window__isnull=True, reassesses__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider.name} voor {self.lot}"


@pghistory.track()
class OfferedPrice(models.Model):
    """The tariff that an applicant offers for one product of the lot, in cents per unit."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="prices", verbose_name="inschrijving"
    )
    product = models.ForeignKey(LotProduct, models.PROTECT, related_name="offers", verbose_name="product")
    cents = models.PositiveIntegerField("aangeboden tarief (eurocent)")

    class Meta:
        verbose_name = "aangeboden tarief"
        verbose_name_plural = "aangeboden tarieven"
        ordering = ["application", "product__product_code__code"]
        constraints = [
            models.UniqueConstraint(name="offered_once_per_product", fields=["application", "product"]),
            models.CheckConstraint(name="offered_price_above_zero", condition=Q(cents__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.product_id}"


@pghistory.track()
class Answer(models.Model):
    """What the applicant says to a requirement, with the paper that proves it; NULL = no paper."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answers", verbose_name="inschrijving"
    )
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="answers", verbose_name="eis")
    text = models.TextField("antwoord", blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="answers", verbose_name="bewijsstuk"
    )

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["application", "requirement__number"]
        constraints = [
            models.UniqueConstraint(name="answer_once_per_requirement", fields=["application", "requirement"])
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.requirement_id}"
