"""What is asked of providers for a KPI, and what they answered."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from inkoop.base.rights import Owners, VisibleQuerySet
from kpis.choices import TaskState
from kpis.models.kpi import Kpi
from providers.models import Provider
from providers.models.evidence import documents, unguessable


@pghistory.track()
class KpiTask(models.Model):
    """One KPI of one provider over one period; ``provider`` NULL = the region supplies it itself (CBS).

    ``numerator`` and ``denominator`` are counts in the units of the formula; NULL = not filled in yet. The figure
    counts from ``judged_on``, when it was accepted.
    """

    kpi = models.ForeignKey(Kpi, models.PROTECT, related_name="tasks", verbose_name="KPI")
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, blank=True, related_name="kpi_tasks", verbose_name="aanbieder"
    )
    period_from = models.DateField("periode van")
    period_to = models.DateField("periode t/m")
    due_on = models.DateField("inleveren voor of op")
    state = models.CharField("stand", max_length=14, choices=TaskState.choices, default=TaskState.OPEN)
    numerator = models.BigIntegerField("teller", null=True, blank=True)
    denominator = models.BigIntegerField("noemer", null=True, blank=True)
    note = models.TextField("toelichting", blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ingediend door"
    )
    submitted_at = models.DateTimeField("ingediend op", null=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="beoordeeld door"
    )
    judged_on = models.DateField("beoordeeld op", null=True)
    judgement = models.CharField("oordeel", max_length=300, blank=True)
    reminded_on = models.DateField("herinnerd op", null=True)

    owners = Owners(provider="provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "KPI-opgave"
        verbose_name_plural = "KPI-opgaven"
        ordering = ["due_on", "kpi", "provider"]
        constraints = [
            models.UniqueConstraint(
                name="kpi_task_once_per_period",
                fields=["kpi", "provider", "period_from", "period_to"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="kpi_task_period_in_order", condition=Q(period_to__gte=F("period_from"))
            ),
            models.CheckConstraint(
                name="kpi_task_submitted_is_filled",
                condition=~Q(state__in=["ingediend", "aanvaard"])
                | Q(numerator__isnull=False, denominator__gt=0, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="kpi_task_judged_has_day", condition=~Q(state="aanvaard") | Q(judged_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi} over {self.period_from:%d-%m-%Y} t/m {self.period_to:%d-%m-%Y}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class TaskPaper(models.Model):
    """Evidence that a provider sent with a KPI task. It can be taken back until the task is handed in."""

    task = models.ForeignKey(KpiTask, models.CASCADE, related_name="papers", verbose_name="KPI-opgave")
    file = models.FileField("bestand", storage=documents, upload_to=unguessable, max_length=80)
    file_name = models.CharField("bestandsnaam", max_length=120)
    size = models.PositiveIntegerField("omvang in bytes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("toegevoegd op", auto_now_add=True)

    owners = Owners(provider="task__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bewijs bij een KPI-opgave"
        verbose_name_plural = "bewijzen bij KPI-opgaven"
        ordering = ["task", "id"]

    def __str__(self) -> str:
        return self.file_name
