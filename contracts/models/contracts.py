"""Contracts and their tariffs. A new delivery of the same contract or tariff is a new version."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from contracts.choices import ProcurementForm, Unit
from contracts.models.catalogue import ProductCode
from inkoop.base.models import Received
from inkoop.base.rights import EVERY_ROW, Owners, VisibleQuerySet
from providers.models import Provider


@pghistory.track()
class Contract(models.Model):
    number = models.CharField("contractnummer", max_length=40, unique=True)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="contracts", verbose_name="aanbieder")
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="voorganger",
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name="verantwoordelijke",
        help_text="Leeg: de accounthouder van de aanbieder.",
    )
    evaluate_on = models.DateField("evaluatie op", null=True, blank=True)

    owners = Owners(provider="provider__in", municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "contract"
        verbose_name_plural = "contracten"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                name="contract_is_not_its_own_predecessor",
                condition=Q(predecessor__isnull=True) | ~Q(predecessor=F("id")),
            )
        ]

    def __str__(self) -> str:
        return self.number


@pghistory.track()
class ContractVersion(Received):
    """The terms of a contract since ``received_on``; the newest received version counts.

    ``end`` is the last day with the used options (NULL = open-ended), ``options`` are those still open.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="versions", verbose_name="contract")
    form = models.CharField("inkoopvorm", max_length=12, choices=ProcurementForm.choices)
    begin = models.DateField("begin")
    end = models.DateField("eind (t/m)", null=True, blank=True)
    options = models.CharField("verlengingsopties", max_length=40, blank=True, help_text="Bijvoorbeeld 3x12.")
    notice_months = models.PositiveSmallIntegerField("opzegtermijn (maanden)", null=True, blank=True)
    municipality_ids = ArrayField(
        models.BigIntegerField(), verbose_name="gemeenten", default=list, blank=True, help_text="Leeg = alle."
    )

    class Meta:
        verbose_name = "contractversie"
        verbose_name_plural = "contractversies"
        ordering = ["contract", "-received_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="contract_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            models.UniqueConstraint(name="contract_once_per_row", fields=["delivery", "row_number"]),
        ]
        triggers = [
            pgtrigger.Protect(
                name="terms_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract} vanaf {self.begin}"


class DateRange(Func):
    """daterange(begin, end, '[]'); an empty end is open-ended."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Tariff(Received):
    """A tariff in cents per unit. Key (contract, product code, begin); the newest received row counts.

    ``superseded_on`` is the day on which a newer row of the same key was received; NULL = current.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="tariffs", verbose_name="contract")
    product_code = models.ForeignKey(ProductCode, models.PROTECT, verbose_name="productcode")
    begin = models.DateField("begin")
    end = models.DateField("eind (t/m)", null=True, blank=True)
    cents = models.PositiveIntegerField("tarief (eurocent)")
    unit = models.CharField("eenheid", max_length=2, choices=Unit.choices)
    superseded_on = models.DateField("vervangen op", null=True, blank=True)

    owners = Owners(provider="contract__provider__in", municipality=EVERY_ROW, team=EVERY_ROW)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        ordering = ["contract", "product_code", "begin"]
        constraints = [
            models.CheckConstraint(
                name="tariff_end_not_before_begin", condition=Q(end__isnull=True) | Q(end__gte=F("begin"))
            ),
            ExclusionConstraint(
                name="one_tariff_per_contract_product_and_day",
                expressions=[
                    (F("contract"), RangeOperators.EQUAL),
                    (F("product_code"), RangeOperators.EQUAL),
                    (
                        DateRange(F("begin"), F("end"), Value("[]")),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(superseded_on__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="agreed_price_stays",
                operation=pgtrigger.UpdateOf(
                    "contract_id", "product_code_id", "begin", "end", "cents", "unit"
                )
                | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.product_code_id} vanaf {self.begin}"
