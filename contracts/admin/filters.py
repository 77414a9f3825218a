"""Filters of the list of contracts and of the portfolio."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from contracts.choices import ContractStatus, ProcurementForm
from contracts.rules.periods import add_months
from inkoop.base.models import Municipality
from providers.choices import Segment

WITHIN = (3, 6, 9, 12, 24)


class ChoiceFilter(ABC, admin.SimpleListFilter):
    """``narrow`` gets a value that was chosen."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return self.narrow(request, queryset, value) if value else queryset

    @abstractmethod
    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        """The rows with this value."""


class StatusFilter(ChoiceFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in ContractStatus.choices] + [
            ("voorstel", "met een open voorstel")
        ]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(has_proposal=True) if value == "voorstel" else queryset.filter(status=value)


class EndsWithinFilter(ChoiceFilter):
    title = "eindigt binnen"
    parameter_name = "eindigt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(months), f"{months} maanden") for months in WITHIN] + [("nooit", "onbepaalde tijd")]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        if value == "nooit":
            return queryset.filter(end=None).exclude(begin=None)
        if not value.isdigit():
            return queryset
        today = timezone.localdate()
        return queryset.filter(end__gte=today, end__lte=add_months(today, int(value)))


class FormFilter(ChoiceFilter):
    title = "inkoopvorm"
    parameter_name = "vorm"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in ProcurementForm.choices]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(form=value)


class ProviderSegmentFilter(ChoiceFilter):
    title = "segment"
    parameter_name = "segment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Segment.choices]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(provider__segment=value)


class PlaceFilter(ChoiceFilter):
    """Contracts that hold for a municipality, also those that hold for all."""

    title = "gemeente"
    parameter_name = "gemeente"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Municipality.objects.order_by("name").values_list("code", "name"))

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        found = Municipality.objects.filter(code=value).values_list("pk", flat=True).first()
        if found is None:
            return queryset.none()
        return queryset.filter(Q(municipality_ids__contains=[found]) | Q(municipality_ids=[]))


class ResponsibleFilter(ChoiceFilter):
    title = "verantwoordelijke"
    parameter_name = "van"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mij", "ik"), ("niemand", "niemand")]

    def narrow(self, request: HttpRequest, queryset: QuerySet, value: str) -> QuerySet:
        nobody = Q(responsible=None)
        if value == "mij":
            own = Q(responsible=request.user) | (nobody & Q(provider__account_holder=request.user))
            return queryset.filter(own)
        return queryset.filter(nobody, provider__account_holder=None) if value == "niemand" else queryset
