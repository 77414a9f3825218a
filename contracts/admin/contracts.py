"""Contracts and tariffs."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from contracts.admin import bulk, register
from contracts.admin import contract_actions as acts
from contracts.admin import contract_money as money
from contracts.admin.contract_page import contract_context
from contracts.admin.documents import document_view
from contracts.admin.filters import (
    EndsWithinFilter,
    FormFilter,
    PlaceFilter,
    ProviderSegmentFilter,
    ResponsibleFilter,
    StatusFilter,
)
from contracts.admin.portfolio import portfolio_context, status_totals
from contracts.choices import ProcurementForm
from contracts.models import Contract, Tariff
from contracts.queries.deadlines import whose
from contracts.queries.status import with_status
from contracts.queries.terms import tariffs_on
from inkoop.base.admin.bases import FactAdmin, GrowingFactAdmin, euro_column
from providers.admin import AgbFilter


@admin.register(Contract)
class ContractAdmin(FactAdmin):
    list_display = [
        "number",
        "provider",
        "state",
        "form_name",
        "begin_on",
        "end_on",
        "options_left",
        "give_notice_by",
        "whose",
    ]
    list_select_related = ["provider__account_holder", "responsible"]
    list_filter = [
        StatusFilter,
        EndsWithinFilter,
        FormFilter,
        ProviderSegmentFilter,
        PlaceFilter,
        ResponsibleFilter,
        AgbFilter,
    ]
    list_per_page = 50
    search_fields = ["number", "provider__name", "provider__agb"]
    search_help_text = "Zoek op contractnummer, naam of AGB-code van de aanbieder."
    show_full_result_count = False
    change_list_template = "contracts/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_status(super().get_queryset(request), today=timezone.localdate())

    def get_urls(self) -> list[URLPattern]:
        def page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
            return path(route, self.admin_site.admin_view(view), name=name)

        return [
            page("<int:pk>/doe/<slug:name>/", acts.act_on_contract, "contract_act"),
            page("<int:pk>/voorstel/", require_POST(acts.settle), "contract_settle"),
            page("<int:pk>/termijn/<int:instalment>/", money.pay, "contract_pay"),
            page("<int:pk>/vast-bedrag/<int:lump_sum>/", money.reschedule, "contract_reschedule"),
            page("<int:pk>/plafond/<int:room>/<slug:step>/", money.take_step, "contract_step"),
            page("<int:pk>/document/<int:document>/", document_view, "contract_document"),
            page("inlezen/", register.import_page, "contract_import"),
            page("portefeuille/", self.portfolio_view, "contract_portfolio"),
            path(
                "register.<str:kind>",
                self.admin_site.admin_view(self.register_view),
                name="contract_register",
            ),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Those that the person may do."""
        return {
            act.name: (bulk.action(act), act.name, act.title)
            for act in bulk.BULK_ACTS.values()
            if request.user.has_perm(act.permission)
        }

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        response = super().changelist_view(request, {"query": query, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and response.context_data and "cl" in response.context_data:
            response.context_data["totals"] = status_totals(response.context_data["cl"].queryset)
        return response

    def register_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The list as it is filtered, as a file."""
        if kind not in register.KINDS:
            raise Http404
        changes = self._filtered(request)
        if isinstance(changes, HttpResponse):
            return changes
        return register.register_file(request, changes.queryset, kind)

    def portfolio_view(self, request: HttpRequest) -> HttpResponse:
        """All contracts that run or are to begin by their end, with the filters of the list."""
        changes = self._filtered(request)
        if isinstance(changes, HttpResponse):
            return changes
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        context = {
            **self.admin_site.each_context(request),
            "cl": changes,
            "query": query,
            **portfolio_context(changes.queryset),
        }
        return TemplateResponse(request, "contracts/portfolio.html", context)

    def _filtered(self, request: HttpRequest) -> ChangeList | HttpResponse:
        """The list with its filters; back to the bare page when a filter cannot be understood."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            return self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(request.path)

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

    @admin.display(description="status", ordering="status")
    def state(self, contract: Contract) -> SafeString:
        status: str = contract.status  # type: ignore[attr-defined]  # annotated
        mark = format_html('<span class="state state-{0}">{0}</span>', status)
        if contract.has_proposal:  # type: ignore[attr-defined]  # annotated
            return format_html('{} <span class="state state-wacht">voorstel</span>', mark)
        return mark

    @admin.display(description="opzeggen uiterlijk", ordering="notice_by")
    def give_notice_by(self, contract: Contract) -> object:
        return contract.notice_by  # type: ignore[attr-defined]  # annotated

    @admin.display(description="verantwoordelijke")
    def whose(self, contract: Contract) -> str:
        found = whose(contract)
        return (found.get_full_name() or found.username) if found else "niemand"


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
