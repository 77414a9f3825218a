"""Clients and their allocations. Every look is kept (ClientRead)."""

from django.contrib import admin
from django.db.models import Q

from contracts.models import Allocation, AllocationVersion, CareStart, CareStop, Client
from inkoop.base.admin.bases import (
    ClientReadsMixin,
    FactInline,
    GrowingFactAdmin,
    euro_column,
    month_column,
    number_column,
)
from inkoop.base.models import Municipality
from providers.admin import AgbFilter


def allocations_numbered(number: str) -> list[int]:
    """Keys of the allocations with this number; few, one per municipality at most.

    The number is unique within a municipality, so that index is used with all municipalities named.
    """
    everywhere = Municipality.objects.values("pk")
    return list(
        Allocation.objects.filter(municipality__in=everywhere, number=number).values_list("pk", flat=True)
    )


class AllocationInline(FactInline):
    model = Allocation
    fields = ["number", "municipality"]
    related = ("municipality",)
    show_change_link = True


@admin.register(Client)
class ClientAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = ["pseudonym", month_column("birth_month", "geboortemaand")]
    sortable_by = ()
    exact_search = ("pseudonym",)
    search_help_text = "Zoek op het volledige pseudoniem. Een bsn staat hier nergens."
    inlines = [AllocationInline]


class AllocationVersionInline(FactInline):
    model = AllocationVersion
    fields = [
        "provider",
        "category",
        "product_code",
        "issued_on",
        "begin",
        "end",
        "volume",
        "unit",
        "frequency",
        "budget_euro",
        "reason",
        "received_on",
    ]
    readonly_fields = ["budget_euro"]
    related = ("provider",)
    budget_euro = staticmethod(euro_column("budget", "budget"))


class CareStartInline(FactInline):
    model = CareStart
    fields = ["category", "product_code", "begin", "received_on", "withdrawn_on"]


class CareStopInline(FactInline):
    model = CareStop
    fields = ["category", "product_code", "begin", "end", "reason", "received_on", "withdrawn_on"]


@admin.register(Allocation)
class AllocationAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = ["number", "municipality", "client"]
    list_select_related = ["municipality", "client"]
    list_filter = ["municipality"]
    sortable_by = ()
    exact_search = ("number",)
    search_help_text = "Zoek op het volledige toewijzingnummer."
    inlines = [AllocationVersionInline, CareStartInline, CareStopInline]

    def find(self, term: str) -> Q:
        return Q(pk__in=allocations_numbered(term))


@admin.register(AllocationVersion)
class AllocationVersionAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "number",
        "provider",
        "category",
        "product_code",
        "begin",
        "end",
        number_column("volume", "volume"),
        "unit",
        "frequency",
        euro_column("budget", "budget"),
        "reason",
        "received_on",
    ]
    list_select_related = ["allocation", "provider"]
    list_filter = [AgbFilter]
    sortable_by = ()
    exact_search = ("allocation__number",)
    search_help_text = "Zoek op het volledige toewijzingnummer."

    @admin.display(description="toewijzingnummer")
    def number(self, version: AllocationVersion) -> str:
        return version.allocation.number

    def find(self, term: str) -> Q:
        return Q(allocation_id__in=allocations_numbered(term))
