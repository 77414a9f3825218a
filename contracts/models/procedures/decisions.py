"""What was decided, when, by whom and why. Never changed: a wrong decision is followed by another."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.choices import DecidedBy, ProcedureDecision
from contracts.models.contracts import Contract
from contracts.models.procedures.procedure import Procedure
from inkoop.base.rights import VisibleQuerySet


class Decision(models.Model):
    """``decided_on`` is the day from which it counts, ``at`` when it was written down. ``until`` is the last day of
    a term that it starts (standstill); NULL = none. ``year`` only at insufficient use.
    """

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, related_name="decisions", verbose_name="procedure"
    )
    application = models.ForeignKey(
        "contracts.Application",
        models.PROTECT,
        null=True,
        related_name="decisions",
        verbose_name="inschrijving",
    )
    contract = models.ForeignKey(
        Contract, models.PROTECT, null=True, related_name="procedure_decisions", verbose_name="contract"
    )
    kind = models.CharField("besluit", max_length=16, choices=ProcedureDecision.choices)
    decided_on = models.DateField("besloten op")
    until = models.DateField("termijn t/m", null=True)
    year = models.PositiveSmallIntegerField("kalenderjaar", null=True)
    body = models.CharField(
        "besloten door", max_length=12, choices=DecidedBy.choices, default=DecidedBy.OFFICE
    )
    reason = models.CharField("reden", max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )
    at = models.DateTimeField("vastgelegd op", auto_now_add=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "besluit"
        verbose_name_plural = "besluiten"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_is_about_something",
                condition=Q(procedure__isnull=False)
                | Q(application__isnull=False)
                | Q(contract__isnull=False),
            ),
            models.CheckConstraint(name="decision_has_a_reason", condition=~Q(reason="")),
        ]
        triggers = [
            pgtrigger.Protect(name="decision_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} op {self.decided_on:%d-%m-%Y}"
