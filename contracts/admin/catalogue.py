"""The product catalogue: codes with their page, exclusions per municipality, shortages, national lists."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from contracts.models import MunicipalExclusion, ProductCategory, ProductCode, Shortage, StandardCode
from inkoop.base.admin.bases import FactAdmin
from inkoop.base.admin.reasons import ReasonedAdmin
from inkoop.base.forms import DateInput

ENDED = mark_safe('<span class="state state-nvt">vervallen</span>')
LATER = mark_safe('<span class="state state-oranje">nog niet</span>')
NOW = mark_safe('<span class="state state-groen">ja</span>')


@admin.register(ProductCategory)
class ProductCategoryAdmin(FactAdmin):
    list_display = ["code", "name"]
    search_fields = ["code", "name"]


@admin.register(StandardCode)
class StandardCodeAdmin(FactAdmin):
    list_display = ["code", "description", "category", "funding", "care_form"]
    list_select_related = ["category"]
    list_filter = ["funding", "category"]
    list_per_page = 50
    search_fields = ["code", "description"]
    search_help_text = "Zoek op code of omschrijving."


class AgreeableFilter(admin.SimpleListFilter):
    title = "af te spreken"
    parameter_name = "geldig"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("ja", "vandaag"), ("later", "nog niet"), ("nee", "vervallen")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        begun, lasting = (
            Q(valid_from=None) | Q(valid_from__lte=today),
            Q(valid_until=None) | Q(valid_until__gte=today),
        )
        chosen = {"ja": begun & lasting, "later": Q(valid_from__gt=today), "nee": Q(valid_until__lt=today)}
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(ProductCode)
class ProductCodeAdmin(FactAdmin):
    list_display = [
        "code_and_page",
        "description",
        "category",
        "unit",
        "funding",
        "weight_class",
        "staff_level",
        "agreeable",
    ]
    list_display_links = None
    list_select_related = ["category"]
    list_filter = [AgreeableFilter, "unit", "funding", "needs_no_decision"]
    search_fields = ["code", "description"]
    search_help_text = "Zoek op code of omschrijving."

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A new product is a proposal."""
        return bool(request.user.has_perm("contracts.add_productdecision"))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:product_propose"))

    @admin.display(description="productcode", ordering="code")
    def code_and_page(self, product: ProductCode) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:product_page", args=[product.code]), product.code
        )

    @admin.display(description="af te spreken", ordering="valid_until")
    def agreeable(self, product: ProductCode) -> SafeString:
        today = timezone.localdate()
        if product.valid_until and product.valid_until < today:
            return ENDED
        return LATER if product.valid_from and product.valid_from > today else NOW


class KeptAdmin(ReasonedAdmin):
    """Kept by people; never removed, so that it can be seen later what held when."""

    show_full_result_count = False
    list_per_page = 50

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.DateField):
            field.widget = DateInput()
        for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if field and hasattr(field.widget, button):
                setattr(field.widget, button, False)
        return field

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(MunicipalExclusion)
class MunicipalExclusionAdmin(KeptAdmin):
    list_display = ["municipality", "what", "begin", "end", "reason"]
    list_select_related = ["municipality", "category", "product_code"]
    list_filter = ["municipality"]
    search_fields = ["product_code__code", "category__name", "municipality__name", "reason"]
    search_help_text = "Zoek op product, categorie, gemeente of reden."

    @admin.display(description="wat niet meer")
    def what(self, row: MunicipalExclusion) -> str:
        return str(row.product_code or row.category)


@admin.register(Shortage)
class ShortageAdmin(KeptAdmin):
    list_display = ["product_code", "begin", "end", "reason"]
    list_select_related = ["product_code"]
    search_fields = ["product_code__code", "product_code__description", "reason"]
    search_help_text = "Zoek op product of reden."
