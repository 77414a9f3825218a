"""What a provider proposes, asks or explains in the portal, and what was decided about it."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.choices import AskState, CeilingAskKind, ProposalKind
from contracts.models.allocations import Ibp
from contracts.models.contracts import Contract
from contracts.models.procedures import Procedure
from inkoop.base.rights import Owners, VisibleQuerySet
from providers.models import Provider


class Asked(models.Model):
    """Mixin: asked by somebody of a provider, judged by somebody of the region with a reason."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+", verbose_name="aanbieder")
    state = models.CharField("stand", max_length=12, choices=AskState.choices, default=AskState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beoordeeld door",
    )
    judged_at = models.DateTimeField("beoordeeld op", null=True, blank=True)
    judgement = models.TextField("oordeel", blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_judged_by_somebody",
                condition=Q(state=AskState.OPEN, judged_by__isnull=True, judged_at__isnull=True)
                | (~Q(state=AskState.OPEN) & Q(judged_by__isnull=False, judged_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="%(class)s_refused_with_a_reason",
                condition=~Q(state=AskState.REFUSED) | ~Q(judgement=""),
            ),
        ]


@pghistory.track()
class ProviderProposal(Asked):
    """A change that takes effect when the region agrees. ``details`` holds the new values by name of the field.

    ``contract`` NULL = about the provider itself. ``subject_id`` is the contact or location to change; NULL = new.
    """

    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="contract"
    )
    kind = models.CharField("soort", max_length=16, choices=ProposalKind.choices)
    subject_id = models.BigIntegerField("te wijzigen", null=True, blank=True)
    details = models.JSONField("nieuwe gegevens", default=dict)
    reason = models.TextField("toelichting", blank=True)

    class Meta(Asked.Meta):
        verbose_name = "wijzigingsvoorstel"
        verbose_name_plural = "wijzigingsvoorstellen"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.provider.name}"


@pghistory.track()
class CeilingAsk(Asked):
    """What a provider says or asks about an IBP. ``amount`` (cents): the ceiling that is asked for; NULL = none."""

    ibp = models.ForeignKey(Ibp, models.PROTECT, related_name="asks", verbose_name="IBP")
    kind = models.CharField("soort", max_length=12, choices=CeilingAskKind.choices)
    text = models.TextField("toelichting")
    amount = models.BigIntegerField("gevraagd plafond (eurocent)", null=True, blank=True)

    owners = Owners(provider="provider__in", has_clients=True)

    class Meta(Asked.Meta):
        verbose_name = "vraag of toelichting bij een IBP"
        verbose_name_plural = "vragen en toelichtingen bij IBP's"
        ordering = ["-id"]
        constraints = [
            *Asked.Meta.constraints,
            models.CheckConstraint(
                name="ceiling_raise_names_an_amount",
                condition=Q(kind=CeilingAskKind.RAISE, amount__gt=0)
                | (~Q(kind=CeilingAskKind.RAISE) & Q(amount__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} bij {self.ibp}"


@pghistory.track()
class ProcedureQuestion(models.Model):
    """A question about a procedure. Once answered, everybody who may apply reads both, not who asked."""

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="questions", verbose_name="procedure"
    )
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+", verbose_name="aanbieder")
    text = models.TextField("vraag")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)
    answer = models.TextField("antwoord", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="beantwoord door",
    )
    answered_at = models.DateTimeField("beantwoord op", null=True, blank=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "vraag over een procedure"
        verbose_name_plural = "vragen over procedures"
        ordering = ["procedure", "id"]
        constraints = [
            models.CheckConstraint(
                name="question_is_answered_by_somebody",
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"vraag {self.pk} over {self.procedure}"
