"""Declarations, their accepted lines and the refused ones."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from contracts.admin.allocations import allocations_numbered
from contracts.choices import Unit
from contracts.models import Declaration, DeclarationLine, RefusedLine
from contracts.retourcodes import RETOURCODES
from inkoop.base import dutch
from inkoop.base.admin.bases import (
    ClientReadsMixin,
    GrowingFactAdmin,
    euro_column,
    month_column,
    signed_in,
)
from inkoop.base.admin.filters import MonthFilter
from inkoop.base.rights import needs_plan
from providers.admin import AgbFilter, provider_link
from providers.models import Provider


@admin.register(Declaration)
class DeclarationAdmin(GrowingFactAdmin):
    list_display = ["number", "provider", "municipality", "declared_on", "period_month", "received_on"]
    list_select_related = ["provider", "municipality"]
    list_filter = [AgbFilter]
    sortable_by = ()
    exact_search = ("number",)
    search_help_text = "Zoek op het volledige declaratienummer."
    period_month = staticmethod(month_column("period", "declaratieperiode"))

    def find(self, term: str) -> Q:
        return Q(provider__in=Provider.objects.values("pk"), number=term)  # the unique index of both


class MonthOfProviderFilter(MonthFilter):
    """Only beside a provider: the lines of one month of the whole region stand all over the table."""

    def has_output(self) -> bool:
        return bool(self.request.GET.get(AgbFilter.parameter_name))

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        return super().narrow(queryset, value) if self.has_output() else queryset


class CreditFilter(admin.SimpleListFilter):
    """By the line that is credited, which has an index, and not by the letter, which has none."""

    title = "debet of credit"
    parameter_name = "soort"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("debet", "debet"), ("credit", "credit")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in {"debet", "credit"}:
            return queryset.filter(debit__isnull=self.value() == "debet")
        return queryset


@admin.register(DeclarationLine)
class DeclarationLineAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "reference",
        "provider_name",
        "municipality_name",
        "allocation_number",
        month_column("month", "dienstmaand"),
        "product_code",
        "volume_number",
        euro_column("tariff", "tarief"),
        euro_column("amount", "bedrag"),
        "debit_credit",
        "declared_on",
    ]
    list_select_related = ["provider", "municipality", "allocation"]
    list_filter = [AgbFilter, MonthOfProviderFilter, CreditFilter]
    sortable_by = ()
    exact_search = ("reference",)
    search_help_text = "Zoek op het volledige referentienummer of toewijzingnummer."

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Says why lines are missing to those who need a control plan."""
        behind = needs_plan(DeclarationLine.owners, signed_in(request))
        return super().changelist_view(request, {"behind_plan": behind, **(extra_context or {})})

    @admin.display(description="aanbieder")
    def provider_name(self, line: DeclarationLine) -> SafeString:
        return provider_link(line.provider)

    @admin.display(description="gemeente")
    def municipality_name(self, line: DeclarationLine) -> str:
        return line.municipality.name

    @admin.display(description="omvang")
    def volume_number(self, line: DeclarationLine) -> str:
        if line.unit == Unit.EURO:
            return dutch.euro(line.volume)
        return f"{dutch.number(line.volume)} {line.get_unit_display()}"

    @admin.display(description="toewijzing")
    def allocation_number(self, line: DeclarationLine) -> str:
        return line.allocation.number

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Of one provider by month, which an index holds in order; of the region by order of receipt."""
        return ("-month",) if request.GET.get(AgbFilter.parameter_name) else ("-id",)

    def find(self, term: str) -> Q:
        """Two index look-ups of their own; put together, the database would read the whole table."""
        referred = DeclarationLine.objects.filter(provider__in=Provider.objects.values("pk"), reference=term)
        keys = list(referred.values_list("pk", flat=True))
        return Q(pk__in=keys) | Q(allocation_id__in=allocations_numbered(term))


class CodeFilter(admin.SimpleListFilter):
    title = "retourcode"
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(code, code) for code in sorted(RETOURCODES)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(codes__contains=[self.value()]) if self.value() else queryset


@admin.register(RefusedLine)
class RefusedLineAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "reference",
        "agb",
        "codes_text",
        "declaration_number",
        "allocation_number",
        month_column("month", "dienstmaand"),
        "product_code",
        euro_column("amount", "bedrag"),
        "debit_credit",
        "received_on",
    ]
    list_filter = [AgbFilter, CodeFilter]
    sortable_by = ()
    exact_search = ("reference",)
    search_help_text = "Zoek op het volledige referentienummer."

    def find(self, term: str) -> Q:
        return Q(agb__in=Provider.objects.values("agb"), reference=term) | Q(agb="", reference=term)

    @admin.display(description="codes")
    def codes_text(self, line: RefusedLine) -> str:
        return ", ".join(line.codes)
