"""Filters of the inbox. Without a choice it shows what is still to be done."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from inkoop.exchange.choices import MessageStatus
from inkoop.exchange.ijw.structure import MESSAGES
from inkoop.exchange.queries.inbox import to_do

EVERYTHING = "alles"
STATUS, TERM = "status", "termijn"


def shows_to_do(request: HttpRequest) -> bool:
    """Whether the list holds nothing but what is to be done, so that deadlines set the order."""
    return not request.GET.get(STATUS) or bool(request.GET.get(TERM))


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = STATUS

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [*((str(value), str(label)) for value, label in MessageStatus.choices), (EVERYTHING, "alles")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The first is the default, which says what it shows."""
        first, *others = super().choices(changelist)
        yield {**first, "display": "te doen"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == EVERYTHING:
            return queryset
        return queryset.filter(status=self.value()) if self.value() else to_do(queryset)


class TermFilter(admin.SimpleListFilter):
    title = "termijn"
    parameter_name = TERM

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("te-laat", "te laat"), ("vandaag", "vandaag"), ("week", "binnen een week")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        terms = {
            "te-laat": Q(do_by__lt=today),
            "vandaag": Q(do_by=today),
            "week": Q(do_by__range=(today, today + timedelta(days=7))),
        }
        chosen = terms.get(self.value() or "")
        return to_do(queryset).filter(chosen) if chosen else queryset


class NameFilter(admin.SimpleListFilter):
    title = "bericht"
    parameter_name = "bericht"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        names = {message.name for message in MESSAGES.values() if message.answer}
        return [(name, name) for name in sorted(names)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(name=self.value()) if self.value() else queryset
