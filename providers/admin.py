"""Aanbieders."""

from typing import Any

from django.contrib import admin
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkoop.base.admin.bases import FactInline, RegionAdmin
from inkoop.base.admin.filters import TextFilter
from inkoop.base.models import User
from providers.choices import Segment
from providers.models import Provider, ProviderSegment


class SegmentFilter(admin.SimpleListFilter):
    title = "segment"
    parameter_name = "segment"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Segment.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(segment=self.value()) if self.value() else queryset


class MineFilter(admin.SimpleListFilter):
    title = "accounthouder"
    parameter_name = "van"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("mij", "mijn aanbieders"), ("niemand", "zonder accounthouder")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "mij":
            return queryset.filter(account_holder=request.user)
        if self.value() == "niemand":
            return queryset.filter(account_holder=None)
        return queryset


class AgbFilter(TextFilter):
    """One provider, by AGB-code. Looked up first: with the number itself the database can choose an index."""

    title = "aanbieder"
    parameter_name = "agb"
    hint = "AGB-code"

    def narrow(self, queryset: QuerySet, value: str) -> QuerySet:
        number = Provider.objects.filter(agb=value).values_list("pk", flat=True).first()
        return queryset.none() if number is None else queryset.filter(provider_id=number)


class SegmentInline(FactInline):
    model = ProviderSegment
    verbose_name_plural = "eerdere segmentindelingen"
    fields = ["segment", "received_on"]


@admin.register(Provider)
class ProviderAdmin(RegionAdmin):
    list_display = ["name_and_page", "agb", "segment", "status", "city", "account_holder"]
    list_display_links = None
    list_select_related = ["account_holder"]
    list_filter = ["status", SegmentFilter, MineFilter]
    list_per_page = 50
    search_fields = ["name", "agb", "kvk", "city"]
    search_help_text = "Zoek op naam, AGB-code, KvK-nummer of plaats."
    show_full_result_count = False
    inlines = [SegmentInline]
    # What a delivery says is changed by a delivery; the rest is decided here.
    readonly_fields = [
        "agb",
        "name",
        "kvk",
        "legal_form",
        "segment",
        "city",
        "email",
        "delivery",
        "row_number",
        "received_on",
    ]
    fieldsets = [
        (None, {"fields": ["agb", "name", "segment", "kvk", "legal_form", "city", "email"]}),
        ("Besluiten", {"fields": ["account_holder", "status", "excluded_until"]}),
        ("Herkomst", {"fields": ["delivery", "row_number", "received_on"]}),
    ]

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "account_holder":
            kwargs["queryset"] = User.objects.filter(is_active=True, is_staff=True).order_by("username")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "account_holder" and field:
            for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                setattr(field.widget, button, False)  # users are not made or removed in passing
        return field

    @admin.display(description="naam", ordering="name")
    def name_and_page(self, provider: Provider) -> SafeString:
        return provider_link(provider)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Provider | None = None) -> bool:
        return False


def provider_link(provider: Provider) -> SafeString:
    """To everything about one provider; that page stands higher and is known here by its name only."""
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:provider_page", args=[provider.agb]), provider.name
    )
