"""Price indices and the runs that bring them into the tariffs."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.choices import IndexMethod, IndexName
from contracts.models.contracts import Tariff
from contracts.models.terms import Proposal
from inkoop.base.choices import ProposalState
from inkoop.base.rights import VisibleQuerySet


@pghistory.track()
class IndexPublication(models.Model):
    """The index figures for the tariffs of a year, as published in one version. Never edited: a correction is
    a new version.

    ``decimals`` is to how many decimals the publication rounds its intermediate results.
    """

    year = models.PositiveSmallIntegerField("jaar")
    version = models.CharField("versie", max_length=80, help_text="Wie het publiceerde en wanneer.")
    method = models.CharField("methode", max_length=14, choices=IndexMethod.choices)
    decimals = models.PositiveSmallIntegerField("decimalen onderweg", default=2)
    source = models.CharField("bron", max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "indexcijfers"
        verbose_name_plural = "indexcijfers"
        ordering = ["-year", "-id"]
        constraints = [models.UniqueConstraint(name="index_version_once", fields=["year", "version"])]

    def __str__(self) -> str:
        return f"{self.year} ({self.version})"


@pghistory.track()
class IndexComponent(models.Model):
    """One index of a publication: weight as a share, figures in percent."""

    publication = models.ForeignKey(
        IndexPublication, models.CASCADE, related_name="components", verbose_name="indexcijfers"
    )
    name = models.CharField("component", max_length=3, choices=IndexName.choices)
    weight = models.DecimalField("gewicht", max_digits=4, decimal_places=3)
    forecast_before = models.DecimalField("voorlopig, jaar ervoor (%)", max_digits=7, decimal_places=3)
    definitive_before = models.DecimalField("definitief, jaar ervoor (%)", max_digits=7, decimal_places=3)
    forecast = models.DecimalField("voorlopig, dit jaar (%)", max_digits=7, decimal_places=3)

    class Meta:
        verbose_name = "indexcomponent"
        verbose_name_plural = "indexcomponenten"
        ordering = ["publication", "name"]
        constraints = [
            models.UniqueConstraint(name="component_once_per_publication", fields=["publication", "name"]),
            models.CheckConstraint(name="weight_is_a_share", condition=Q(weight__gt=0, weight__lte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.weight}"


@pghistory.track()
class IndexationRun(Proposal):
    """All new tariffs from one day, proposed together and approved as a whole by another person.

    ``declared_until``: the budget effect looks at what was declared in the twelve months up to this day.
    """

    publication = models.ForeignKey(
        IndexPublication, models.PROTECT, related_name="runs", verbose_name="indexcijfers"
    )
    effective_on = models.DateField("gaat in op")
    total = models.DecimalField("index (%)", max_digits=6, decimal_places=2)
    without_correction = models.DecimalField("zonder nacalculatie (%)", max_digits=6, decimal_places=2)
    declared_until = models.DateField("gedeclareerd tot en met")

    class Meta(Proposal.Meta):
        verbose_name = "indexatie"
        verbose_name_plural = "indexaties"
        ordering = ["-id"]
        constraints = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                name="one_open_run_per_year",
                fields=["effective_on"],
                condition=Q(state=ProposalState.PROPOSED),
            ),
        ]

    def __str__(self) -> str:
        return f"Indexatie per {self.effective_on:%d-%m-%Y}"


class IndexationLine(models.Model):
    """One tariff in a run: old, new, and what the difference costs. Amounts in cents, written once.

    ``skipped`` says why a tariff keeps its price; its new amount is then the old one.
    """

    run = models.ForeignKey(IndexationRun, models.PROTECT, related_name="lines", verbose_name="indexatie")
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="+", verbose_name="tarief")
    percentage = models.DecimalField(
        "percentage", max_digits=6, decimal_places=2, null=True, blank=True, help_text="Leeg: geen indexatie."
    )
    old_cents = models.PositiveIntegerField("oud (eurocent)")
    new_cents = models.PositiveIntegerField("nieuw (eurocent)")
    declared = models.BigIntegerField("gedeclareerd (eurocent)", help_text="Twaalf maanden, op dit tarief.")
    effect = models.BigIntegerField("effect op de begroting (eurocent)")
    skipped = models.CharField("niet geïndexeerd omdat", max_length=200, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "indexatieregel"
        verbose_name_plural = "indexatieregels"
        ordering = ["run", "tariff"]
        constraints = [
            models.UniqueConstraint(name="tariff_once_per_run", fields=["run", "tariff"]),
            models.CheckConstraint(
                name="skipped_keeps_its_price",
                condition=Q(skipped="", percentage__isnull=False)
                | (~Q(skipped="") & Q(new_cents=models.F("old_cents"), effect=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff_id}: {self.old_cents} -> {self.new_cents}"
