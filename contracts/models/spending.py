"""Spending room (bestedingsruimte): a ceiling per contract, category or product and calendar year.

Another thing than the IBP, which is a ceiling per youth.
"""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts.choices import SpendingStep
from contracts.models.catalogue import ProductCategory, ProductCode
from contracts.models.contracts import Contract
from contracts.models.terms import ContractDecision
from inkoop.base.rights import Owners, VisibleQuerySet


@pghistory.track()
class SpendingRoom(models.Model):
    """What is limited: a whole contract, a category or a product of it, in one year. Amounts are in versions."""

    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="spending_rooms", verbose_name="contract"
    )
    year = models.PositiveSmallIntegerField("jaar")
    category = models.ForeignKey(
        ProductCategory, models.PROTECT, null=True, blank=True, verbose_name="productcategorie"
    )
    product_code = models.ForeignKey(
        ProductCode, models.PROTECT, null=True, blank=True, verbose_name="productcode"
    )

    owners = Owners(provider="contract__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bestedingsruimte"
        verbose_name_plural = "bestedingsruimten"
        ordering = ["contract", "-year", "id"]
        constraints = [
            models.UniqueConstraint(
                name="spending_room_once",
                fields=["contract", "year", "category", "product_code"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="spending_room_of_category_or_product",
                condition=Q(category__isnull=True) | Q(product_code__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        part = (self.product_code_id and self.product_code) or (self.category_id and self.category)
        return f"{self.contract} {self.year}" + (f", {part}" if part else "")


@pghistory.track()
class SpendingRoomVersion(models.Model):
    """The amount (cents for a whole year) since ``known_since``; the newest counts. A raise is a new version.

    ``begin`` NULL = the whole year; else the room is pro rata from that day. ``decision`` is the addendum.
    """

    room = models.ForeignKey(
        SpendingRoom, models.PROTECT, related_name="versions", verbose_name="bestedingsruimte"
    )
    amount = models.BigIntegerField("bedrag voor een heel jaar (eurocent)")
    begin = models.DateField("begint op", null=True, blank=True)
    known_since = models.DateField("vastgelegd op")
    reason = models.TextField("reden")
    decision = models.ForeignKey(
        ContractDecision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="addendum"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="vastgelegd door"
    )

    owners = Owners(provider="room__contract__provider__in")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "bedrag van een bestedingsruimte"
        verbose_name_plural = "bedragen van bestedingsruimten"
        ordering = ["room", "-known_since", "-id"]
        constraints = [
            models.CheckConstraint(name="spending_room_positive", condition=Q(amount__gt=0)),
        ]
        triggers = [
            pgtrigger.Protect(name="spending_room_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.room} vanaf {self.known_since}"


@pghistory.track()
class SpendingStepTaken(models.Model):
    """A step at a ceiling, once per version: a raise begins again. ``by`` NULL = seen by the system.

    The figures are those of the day: room, declared and expected in cents; expected NULL = not to be said.
    """

    version = models.ForeignKey(
        SpendingRoomVersion, models.PROTECT, related_name="steps", verbose_name="bedrag"
    )
    step = models.CharField("stap", max_length=10, choices=SpendingStep.choices)
    taken_on = models.DateField("op")
    note = models.TextField("toelichting", blank=True)
    room = models.BigIntegerField("ruimte (eurocent)")
    declared = models.BigIntegerField("gedeclareerd (eurocent)")
    expected = models.BigIntegerField("nog te verwachten (eurocent)", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="door"
    )

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = "stap bij een bestedingsruimte"
        verbose_name_plural = "stappen bij bestedingsruimten"
        ordering = ["version", "taken_on", "id"]
        constraints = [models.UniqueConstraint(name="spending_step_once", fields=["version", "step"])]

    def __str__(self) -> str:
        return f"{self.get_step_display()} op {self.taken_on}"
