"""Aanbieders."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Exists, Field, ForeignKey, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from inkoop.base.admin.bases import FactInline, signed_in
from inkoop.base.admin.filters import TextFilter
from inkoop.base.admin.reasons import WHY, ReasonedAdmin
from inkoop.base.dutch import counted
from inkoop.base.forms import DateInput
from inkoop.base.models import User
from providers.choices import Segment
from providers.forms.accounts import AccountHolderForm
from providers.models import Contact, Evidence, Location, Provider, ProviderSegment, Subcontracting
from providers.services.accounts import add_provider, give_account_holder

BY_HAND = ["agb", "name", "kvk", "legal_form", "city", "email"]


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


class AttentionFilter(admin.SimpleListFilter):
    title = "aandacht"
    parameter_name = "aandacht"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("bewijs", "bewijs verlopen"),
            ("toestemming", "onderaannemer zonder toestemming"),
            ("uitgesloten", "nu uitgesloten"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        if self.value() == "bewijs":
            return queryset.filter(Exists(expired_evidence(today).filter(provider=OuterRef("pk"))))
        if self.value() == "toestemming":
            asked = Subcontracting.objects.filter(consented_on=None, is_self_employed=False)
            running = asked.filter(Q(end=None) | Q(end__gte=today), provider=OuterRef("pk"))
            return queryset.filter(Exists(running))
        if self.value() == "uitgesloten":
            return queryset.filter(excluded_until__gte=today)
        return queryset


def expired_evidence(today: date) -> QuerySet[Evidence]:
    """Papers that have expired and that no newer one of the same kind replaces."""
    newer = Evidence.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=today), provider=OuterRef("provider"), kind=OuterRef("kind")
    )
    return Evidence.objects.filter(~Exists(newer), expires_on__lt=today)


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


class DetailInline(admin.StackedInline):
    """Rows that are kept here and not delivered."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.DateField):
            field.widget = DateInput()
        return field


class LocationInline(DetailInline):
    model = Location


class ContactInline(DetailInline):
    model = Contact


class SubcontractorInline(DetailInline):
    model = Subcontracting
    fk_name = "provider"


class EvidenceInline(FactInline):
    model = Evidence
    show_change_link = True
    fields = ["kind", "issued_on", "expires_on", "file_name"]


@admin.register(Provider)
class ProviderAdmin(ReasonedAdmin):
    list_display = ["name_and_page", "agb", "segment", "status", "city", "account_holder"]
    list_display_links = None
    list_select_related = ["account_holder"]
    list_filter = ["status", SegmentFilter, MineFilter, AttentionFilter]
    list_per_page = 50
    search_fields = ["name", "agb", "kvk", "city"]
    search_help_text = "Zoek op naam, AGB-code, KvK-nummer of plaats."
    show_full_result_count = False
    inlines = [LocationInline, ContactInline, SubcontractorInline, EvidenceInline, SegmentInline]
    actions = ["give_account_holder"]
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

    @admin.action(description="Accounthouder toewijzen", permissions=["change"])
    def give_account_holder(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Shows first what changes; only then asks to go on."""
        sure = "zeker" in request.POST
        form = AccountHolderForm(request.POST if sure else None)
        if sure and form.is_valid():
            changed = give_account_holder(
                providers=queryset, holder=form.cleaned_data["holder"], by=signed_in(request)
            )
            messages.success(
                request, f"De accounthouder is gewijzigd bij {counted(changed, 'aanbieder', 'aanbieders')}."
            )
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Accounthouder toewijzen",
            "providers": queryset.select_related("account_holder"),
            "form": form,
        }
        return TemplateResponse(request, "providers/account_holder.html", context)

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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.readonly_fields if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [(None, {"fields": BY_HAND})]
        asked = [("Waarom", {"fields": [WHY]})] if self.has_change_permission(request, obj) else []
        return [*self.fieldsets[:2], *asked, *self.fieldsets[2:]]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Provider, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """A provider that no delivery brought, such as one of an incidental contract, has a person as its origin."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            add_provider(provider=obj, by=signed_in(request))

    def has_delete_permission(self, request: HttpRequest, obj: Provider | None = None) -> bool:
        return False


def provider_link(provider: Provider) -> SafeString:
    """To everything about one provider; that page stands higher and is known here by its name only."""
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:provider_page", args=[provider.agb]), provider.name
    )
