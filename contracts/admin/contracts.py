"""Contracts and tariffs."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from contracts.choices import ProcurementForm
from contracts.models import Contract, ContractVersion, Tariff
from contracts.queries.terms import tariffs_on, with_terms
from contracts.rules.periods import add_months
from inkoop.base import dutch
from inkoop.base.admin.bases import FactAdmin, FactInline, GrowingFactAdmin, euro_column
from providers.admin import AgbFilter

SOON_IN_MONTHS = 9


class VersionInline(FactInline):
    model = ContractVersion
    fields = ["received_on", "form", "begin", "end", "options", "notice_months"]
    ordering = ["-received_on", "-id"]
    verbose_name_plural = "voorwaarden, nieuwste eerst"


class FormFilter(admin.SimpleListFilter):
    title = "inkoopvorm"
    parameter_name = "vorm"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in ProcurementForm.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(form=self.value()) if self.value() else queryset


class TermFilter(admin.SimpleListFilter):
    title = "looptijd"
    parameter_name = "loopt"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("ja", "loopt nu"),
            ("af", f"eindigt binnen {SOON_IN_MONTHS} maanden"),
            ("nee", "afgelopen"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        soon = add_months(today, SOON_IN_MONTHS)
        running = Q(begin__lte=today) & (Q(end=None) | Q(end__gte=today))
        chosen = {"ja": running, "af": Q(end__gte=today, end__lte=soon), "nee": Q(end__lt=today)}
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(Contract)
class ContractAdmin(FactAdmin):
    list_display = ["number", "provider", "form_name", "begin_on", "end_on", "options_left", "notice"]
    list_select_related = ["provider"]
    list_filter = [TermFilter, FormFilter]
    list_per_page = 50
    search_fields = ["number", "provider__name", "provider__agb"]
    search_help_text = "Zoek op contractnummer, naam of AGB-code van de aanbieder."
    show_full_result_count = False
    inlines = [VersionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_terms(super().get_queryset(request), as_of=timezone.localdate())

    @admin.display(description="inkoopvorm", ordering="form")
    def form_name(self, contract: Contract) -> str:
        return dict(ProcurementForm.choices).get(contract.form, "onbekend")  # type: ignore[attr-defined]

    @admin.display(description="begin", ordering="begin")
    def begin_on(self, contract: Contract) -> object:
        return contract.begin  # type: ignore[attr-defined]  # annotated

    @admin.display(description="eind (t/m)", ordering="end", empty_value="onbepaalde tijd")
    def end_on(self, contract: Contract) -> object:
        return contract.end  # type: ignore[attr-defined]  # annotated

    @admin.display(description="opties open")
    def options_left(self, contract: Contract) -> str:
        return contract.options or "geen"  # type: ignore[attr-defined]  # annotated

    @admin.display(description="opzegtermijn")
    def notice(self, contract: Contract) -> str:
        months = contract.notice_months  # type: ignore[attr-defined]  # annotated
        return "geen" if months is None else dutch.counted(months, "maand", "maanden")


class CurrentTariffFilter(admin.SimpleListFilter):
    title = "geldigheid"
    parameter_name = "geldig"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("nu", "geldt vandaag"), ("vervangen", "vervangen door een nieuwere regel")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        if self.value() == "nu":
            return tariffs_on(queryset, today, as_of=today)
        if self.value() == "vervangen":
            return queryset.filter(superseded_on__isnull=False)
        return queryset


class ProviderOfContractFilter(AgbFilter):
    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(contract__provider__agb=value)


@admin.register(Tariff)
class TariffAdmin(GrowingFactAdmin):
    list_display = [
        "id",
        "contract",
        "provider",
        "product_code",
        "begin",
        "end",
        euro_column("cents", "tarief"),
        "unit",
        "superseded_on",
    ]
    list_select_related = ["contract__provider", "product_code"]
    list_filter = [CurrentTariffFilter, ProviderOfContractFilter]
    exact_search = ("contract__number", "product_code__code")
    search_help_text = "Zoek op het volledige contractnummer of de productcode."

    @admin.display(description="aanbieder")
    def provider(self, tariff: Tariff) -> str:
        return tariff.contract.provider.name
