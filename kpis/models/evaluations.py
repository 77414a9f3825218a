"""The work that an individueel budgetplafond asks: a task, the provider's explanation, and what was decided."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contracts.models import Ibp, IbpVersion
from inkoop.base.choices import ProposalState
from inkoop.base.models import Proposed
from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import IbpAction, OverrunCause
from providers.models import Provider


class IbpEvaluation(models.Model):
    """One task per IBP and amount, opened when 80 % of that amount was reached; a credit does not take it away.

    ``amount`` in cents. ``opened_on`` and ``over_on`` are the peildata on which 80 % and more than 100 % were first
    seen; ``over_on`` NULL = not over. ``provider`` is asked to explain; NULL = no allocation is known.
    """

    ibp = models.ForeignKey(Ibp, models.PROTECT, related_name="evaluations", verbose_name="IBP")
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ibp_evaluations",
        verbose_name="aanbieder",
    )
    amount = models.BigIntegerField("bedrag (eurocent)")
    month_80 = models.DateField("maand waarin 80 % bereikt is")
    opened_on = models.DateField("geopend op")
    over_on = models.DateField("overschreden op", null=True, blank=True)

    owners = Owners(provider="provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "evaluatie van een IBP"
        verbose_name_plural = "evaluaties van IBP's"
        ordering = ["-opened_on", "ibp"]
        constraints = [
            models.UniqueConstraint(name="ibp_evaluation_once_per_amount", fields=["ibp", "amount"]),
            models.CheckConstraint(name="ibp_evaluation_of_an_amount", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="ibp_over_after_opening",
                condition=Q(over_on__isnull=True) | Q(over_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"evaluatie van {self.ibp}"


class IbpExplanation(models.Model):
    """What the provider says about an IBP; ``asked_amount`` (cents) when it asks for a raise. Never changed."""

    evaluation = models.ForeignKey(
        IbpEvaluation, models.PROTECT, related_name="explanations", verbose_name="evaluatie"
    )
    text = models.TextField("uitleg")
    asked_amount = models.BigIntegerField("gevraagd bedrag (eurocent)", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    owners = Owners(provider="evaluation__provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "uitleg bij een IBP"
        verbose_name_plural = "uitleg bij IBP's"
        ordering = ["evaluation", "-id"]
        constraints = [models.CheckConstraint(name="ibp_explanation_says_something", condition=~Q(text=""))]
        triggers = [
            pgtrigger.Protect(
                name="ibp_explanation_append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}, {self.at:%d-%m-%Y}"


class IbpRaise(Proposed):
    """A raise of more than one person may decide on; settled, it is a decision with a new version of the ceiling.

    ``new_amount`` in cents: the whole new ceiling.
    """

    evaluation = models.ForeignKey(
        IbpEvaluation, models.PROTECT, related_name="raises", verbose_name="evaluatie"
    )
    cause = models.CharField("oorzaak", max_length=10, choices=OverrunCause.choices)
    new_amount = models.BigIntegerField("nieuw plafond (eurocent)")

    owners = Owners(has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta(Proposed.Meta):
        verbose_name = "voorstel tot verhoging van een IBP"
        verbose_name_plural = "voorstellen tot verhoging van IBP's"
        ordering = ["-id"]
        constraints = [
            *Proposed.Meta.constraints,
            models.UniqueConstraint(
                name="ibp_raise_one_open_per_evaluation",
                fields=["evaluation"],
                condition=Q(state=ProposalState.PROPOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: verhoging"


class IbpDecision(models.Model):
    """Cause and action, who, when and why. ``used`` in cents as it was known then. Never changed.

    ``version`` is the new version of the ceiling after a raise; NULL with any other action.
    """

    evaluation = models.ForeignKey(
        IbpEvaluation, models.PROTECT, related_name="decisions", verbose_name="evaluatie"
    )
    cause = models.CharField("oorzaak", max_length=10, choices=OverrunCause.choices)
    action = models.CharField("actie", max_length=10, choices=IbpAction.choices)
    reason = models.TextField("reden")
    used = models.BigIntegerField("gedeclareerd (eurocent)")
    was_over = models.BooleanField("boven het plafond")
    version = models.OneToOneField(
        IbpVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="nieuwe versie",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    owners = Owners(provider="evaluation__provider__in", has_clients=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "besluit over een IBP"
        verbose_name_plural = "besluiten over IBP's"
        ordering = ["evaluation", "-id"]
        constraints = [
            models.CheckConstraint(name="ibp_decision_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="ibp_decision_raises_by_a_version",
                condition=Q(action="verhogen", version__isnull=False)
                | (~Q(action="verhogen") & Q(version__isnull=True)),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="ibp_decision_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}: {self.get_action_display()}"
