"""Figures, as they were computed."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contracts.choices import CATEGORIES
from inkoop.base import dutch
from inkoop.base.admin.bases import (
    ClientReadsMixin,
    FactAdmin,
    GrowingFactAdmin,
    RegionAdmin,
    euro_column,
    month_column,
    number_column,
    share_column,
    signed_in,
)
from kpis.choices import INDICATORS, ComputationName, indicator_of
from kpis.models import (
    Budget,
    Computation,
    EscalationStep,
    IbpOverrunRate,
    IbpStatus,
    IndicatorValue,
    Kpi,
    KpiTask,
    MonthValue,
    Reviewer,
    Signal,
)
from providers.admin import AgbFilter, provider_link

NEWEST = 12
SIGNAL_MARK = mark_safe('<span class="state state-oranje">signaal</span>')


class ComputationFilter(admin.SimpleListFilter):
    """The figures of one computation; without a choice those of the newest."""

    title = "berekening"
    parameter_name = "berekening"
    name: ComputationName

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        computed = Computation.objects.filter(name=self.name).exclude(fingerprint="")
        # a maandreeks that runs past its peildatum is a part of a prognosis
        usual = computed.exclude(name=ComputationName.MONTH_SERIES, window_to__gt=F("peildatum"))
        newest = usual.order_by("-peildatum", "split", "-window_to", "-pk")[:NEWEST]
        return [(str(row.pk), describe_window(row)) for row in newest]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.chosen()
        return queryset.filter(computation_id=chosen) if chosen else queryset.none()

    def chosen(self) -> str | None:
        first = self.lookup_choices[0][0] if self.lookup_choices else None
        value = self.value()
        return value if value and value.isdecimal() else first

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Any:
        for key, label in self.lookup_choices:
            link = changelist.get_query_string({self.parameter_name: key})
            yield {"selected": key == self.chosen(), "query_string": link, "display": label}


class BehaviourFilter(ComputationFilter):
    name = ComputationName.BEHAVIOUR


class IbpFilter(ComputationFilter):
    name = ComputationName.IBP


class MonthSeriesFilter(ComputationFilter):
    name = ComputationName.MONTH_SERIES


def describe_window(computation: Computation) -> str:
    parts = [f"per {computation.peildatum:%d-%m-%Y}"]
    if computation.window_from and computation.window_to:
        first, last = dutch.short_month(computation.window_from), dutch.short_month(computation.window_to)
        parts.append(f"{first} t/m {last}")
    if computation.split:
        parts.append(f"naar {computation.get_split_display()}")
    return ", ".join(parts)


class IndicatorFilter(admin.SimpleListFilter):
    title = "indicator"
    parameter_name = "indicator"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(indicator.code, f"{indicator.code} {indicator.name}") for indicator in INDICATORS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(indicator=self.value()) if self.value() else queryset


class StandingFilter(admin.SimpleListFilter):
    title = "stand"
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("staat", "staat nog"), ("vervallen", "vervallen")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() in {"staat", "vervallen"}:
            return queryset.filter(lapsed_at__isnull=self.value() == "staat")
        return queryset


@admin.register(Computation)
class ComputationAdmin(FactAdmin):
    list_display = ["name", "peildatum", "window", "split", "state", "progress", "finished_at", "by"]
    list_select_related = ["by"]
    list_filter = ["name", "status", "split"]
    ordering = ["-id"]
    show_full_result_count = False

    @admin.display(description="maanden")
    def window(self, computation: Computation) -> str:
        if computation.window_from is None:
            return "alle"
        first, last = computation.window_from, computation.window_to
        return f"{dutch.short_month(first)} t/m {dutch.short_month(last)}"

    @admin.display(description="status", ordering="status")
    def state(self, computation: Computation) -> SafeString:
        return format_html(
            '<span class="state state-{}">{}</span>', computation.status, computation.get_status_display()
        )

    @admin.display(description="stappen")
    def progress(self, computation: Computation) -> str:
        return f"{computation.steps_done} van {computation.steps_total}"


@admin.register(IndicatorValue)
class IndicatorValueAdmin(GrowingFactAdmin):
    list_display = [
        "indicator_name",
        "provider_page",
        "part",
        "value_number",
        "median_number",
        number_column("robust_z", "robuuste z", 1),
        number_column("n_peers", "vergeleken met"),
        "is_signal",
    ]
    list_display_links = ["indicator_name"]
    list_select_related = ["provider"]
    list_filter = [BehaviourFilter, AgbFilter, "signal", IndicatorFilter]
    ordering = ("indicator",)
    sortable_by = ()

    @admin.display(description="indicator")
    def indicator_name(self, row: IndicatorValue) -> str:
        return f"{row.indicator} {indicator_of(row.indicator).name}"

    @admin.display(description="aanbieder")
    def provider_page(self, row: IndicatorValue) -> SafeString:
        return provider_link(row.provider)

    @admin.display(description="waarde")
    def value_number(self, row: IndicatorValue) -> str:
        return dutch.figure(row.value, indicator_of(row.indicator).unit)

    @admin.display(description="signaal", empty_value="")
    def is_signal(self, row: IndicatorValue) -> SafeString | None:
        return SIGNAL_MARK if row.signal else None

    @admin.display(description="mediaan")
    def median_number(self, row: IndicatorValue) -> str:
        return dutch.figure(row.median_peers, indicator_of(row.indicator).unit)


@admin.register(IbpStatus)
class IbpStatusAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "ibp_page",
        "municipality",
        "state",
        euro_column("amount_current", "bedrag"),
        euro_column("used", "gedeclareerd"),
        share_column("utilisation", "benutting"),
        euro_column("overrun", "overschrijding"),
        month_column("month_100", "overschreden in"),
        "exhausted_on",
    ]
    list_display_links = None
    list_select_related = ["ibp", "municipality"]
    list_filter = ["status", IbpFilter, "municipality"]
    ordering = ("-overrun",)
    sortable_by = ("used_euro", "overrun_euro")
    exact_search = ("ibp__code",)
    search_help_text = "Zoek op de volledige code van het IBP."

    @admin.display(description="IBP")
    def ibp_page(self, row: IbpStatus) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:ibp_page", args=[row.ibp_id]), row.ibp.code)

    @admin.display(description="status")
    def state(self, row: IbpStatus) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', row.status, row.status)


@admin.register(IbpOverrunRate)
class IbpOverrunRateAdmin(GrowingFactAdmin):
    list_display = [
        "dimension",
        "key",
        "provider",
        number_column("ended", "geëindigd"),
        number_column("overrun", "overschreden"),
        share_column("overrun_rate", "aandeel"),
        euro_column("overrun_sum", "overschrijding"),
        share_column("median_utilisation", "mediane benutting"),
    ]
    list_select_related = ["provider"]
    list_filter = ["dimension", IbpFilter]
    ordering = ("-overrun_sum",)
    sortable_by = ("overrun_number", "overrun_sum_euro")


@admin.register(MonthValue)
class MonthValueAdmin(GrowingFactAdmin):
    list_display = [
        month_column("month", "maand"),
        "municipality",
        "category",
        number_column("clients", "cliënten"),
        euro_column("value", "indicatiewaarde"),
        euro_column("declared", "gedeclareerd"),
        number_column("clients_without_invoice", "zonder factuur"),
        share_column("completeness", "volledigheid"),
        euro_column("expected", "verwacht"),
    ]
    list_select_related = ["municipality"]
    list_filter = [MonthSeriesFilter, "municipality"]
    ordering = ("-month",)
    sortable_by = ("month_month",)


@admin.register(Signal)
class SignalAdmin(GrowingFactAdmin):
    list_display = ["indicator_name", "provider_page", "reading", "first_seen_on", "peildatum", "lapsed_at"]
    list_display_links = ["indicator_name"]
    list_select_related = ["provider"]
    list_filter = [StandingFilter, AgbFilter, IndicatorFilter]
    sortable_by = ("peildatum",)

    @admin.display(description="indicator")
    def indicator_name(self, signal: Signal) -> str:
        return f"{signal.indicator} {indicator_of(signal.indicator).name}"

    @admin.display(description="aanbieder")
    def provider_page(self, signal: Signal) -> SafeString:
        return provider_link(signal.provider)


@admin.register(Budget)
class BudgetAdmin(RegionAdmin):
    """A budget changes by a new row with its source and reason, so that an earlier prognosis stays the same."""

    list_display = [
        "municipality",
        "year",
        "category_name",
        euro_column("cents", "budget"),
        "set_on",
        "source",
    ]
    list_select_related = ["municipality"]
    list_filter = ["year"]
    search_fields = ["municipality__name", "municipality__code"]
    search_help_text = "Zoek op naam of code van een gemeente."
    fields = ["municipality", "year", "category", "cents", "set_on", "source", "reason"]

    @admin.display(description="productcategorie", ordering="category")
    def category_name(self, budget: Budget) -> str:
        return CATEGORIES.get(budget.category, budget.category) or "alle"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Budget, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        obj.author = signed_in(request)
        super().save_model(request, obj, form, change)


@admin.register(EscalationStep)
class EscalationStepAdmin(RegionAdmin):
    """The ladder of the region. A step that was taken stays; it can be put out of use."""

    list_display = ["number", "name", "term_days", "subject", "is_active"]
    list_display_links = ["name"]
    fields = ["number", "name", "explanation", "term_days", "subject", "letter", "is_active"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TaskFilter(admin.SimpleListFilter):
    title = "KPI"
    parameter_name = "kpi"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        asked = Kpi.objects.filter(pk__in=KpiTask.objects.values("kpi"))
        return [(one.code, str(one)) for one in asked.order_by("code")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kpi__code=self.value()) if self.value() else queryset


@admin.register(KpiTask)
class KpiTaskAdmin(FactAdmin):
    list_display_links = None
    list_display = [
        "page",
        "provider",
        "period_from",
        "period_to",
        "due_on",
        "state",
        "numerator",
        "denominator",
    ]
    list_select_related = ["kpi", "provider"]
    list_filter = ["state", TaskFilter, AgbFilter]
    search_fields = ["provider__name", "provider__agb", "kpi__code", "kpi__name"]
    search_help_text = "Zoek op aanbieder of KPI."
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="KPI", ordering="kpi__code")
    def page(self, task: KpiTask) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:kpi_task", args=[task.pk]), task.kpi)


@admin.register(Reviewer)
class ReviewerAdmin(RegionAdmin):
    """Who is asked each quarter. Who leaves takes part no more; earlier reviews stay."""

    list_display = ["name", "email", "municipality", "team", "is_active"]
    list_select_related = ["municipality", "team"]
    list_filter = ["is_active", "municipality"]
    search_fields = ["name", "email", "municipality__name"]
    search_help_text = "Zoek op naam, e-mailadres of gemeente."
    fields = ["name", "email", "municipality", "team", "is_active"]
    list_per_page = 50
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
