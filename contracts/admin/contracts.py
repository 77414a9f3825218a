"""Products, contracts and tariffs."""

from collections.abc import Callable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.admin import contract_actions as acts
from contracts.admin.contract_page import contract_context
from contracts.admin.documents import document_view
from contracts.choices import ProcurementForm
from contracts.models import Contract, ProductCategory, ProductCode, Tariff
from contracts.queries.status import with_status
from contracts.queries.terms import tariffs_on
from contracts.rules.periods import add_months
from inkoop.base import dutch
from inkoop.base.admin.bases import FactAdmin, GrowingFactAdmin, euro_column
from providers.admin import AgbFilter

SOON_IN_MONTHS = 9


@admin.register(ProductCategory)
class ProductCategoryAdmin(FactAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(ProductCode)
class ProductCodeAdmin(FactAdmin):
    list_display = ["code", "description", "category", "unit", "funding", "weight_class", "staff_level"]
    list_select_related = ["category"]
    list_filter = ["unit", "funding"]
    search_fields = ["code", "description"]
    search_help_text = "Zoek op code of omschrijving."


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

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_status(super().get_queryset(request), today=timezone.localdate())

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            page("<int:pk>/doe/<slug:name>/", acts.act_on_contract, "contract_act"),
            page("<int:pk>/voorstel/", require_POST(acts.settle), "contract_settle"),
            page("<int:pk>/termijn/<int:instalment>/", acts.pay, "contract_pay"),
            page("<int:pk>/plafond/<int:room>/<slug:step>/", acts.take_step, "contract_step"),
            page("<int:pk>/document/<int:document>/", document_view, "contract_document"),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(request.user.has_perm("contracts.add_contractdecision"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        return acts.add_contract(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        related = ("provider__account_holder", "responsible", "predecessor")
        visible = Contract.objects.visible_to(request.user).select_related(*related)
        contract = get_object_or_404(visible, pk=object_id)
        context = {**self.admin_site.each_context(request), **contract_context(request, contract)}
        return TemplateResponse(request, "contracts/contract.html", context)

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
