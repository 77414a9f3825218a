"""Locations, contacts, subcontractors and evidence of providers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from inkoop.base.admin.bases import signed_in
from inkoop.base.admin.reasons import ReasonedAdmin
from inkoop.base.forms import DateInput
from inkoop.base.periods import add_months
from providers.admin.register import AgbFilter, provider_link
from providers.forms.capacity import CapacityForm
from providers.forms.documents import EvidenceForm
from providers.models import CapacityReport, Contact, Evidence, Location, Subcontracting
from providers.rules.evidence import expiry

SOON_MONTHS = 3
NOT_VALID = mark_safe('<span class="state state-rood">verlopen</span>')
SOON = mark_safe('<span class="state state-oranje">verloopt binnenkort</span>')
VALID = mark_safe('<span class="state state-groen">geldig</span>')
NO_CONSENT = mark_safe('<span class="state state-rood">geen toestemming</span>')
CONSENT = mark_safe('<span class="state state-groen">toegestaan</span>')
NOT_NEEDED = mark_safe('<span class="state state-nvt">niet nodig (zzp)</span>')


class DetailAdmin(ReasonedAdmin):
    """Of one provider each. The provider is looked up by name; dates are picked by the browser."""

    list_display_links = ["shown"]
    list_select_related = ["provider"]
    list_per_page = 50
    show_full_result_count = False

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.DateField):
            field.widget = DateInput()
        for button in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
            if field and hasattr(field.widget, button):
                setattr(field.widget, button, False)
        return field

    @admin.display(description="aanbieder", ordering="provider__name")
    def provider_name(self, row: Any) -> SafeString:
        return provider_link(row.provider)


@admin.register(Location)
class LocationAdmin(DetailAdmin):
    list_display = ["shown", "city", "provider_name", "has_stay", "closed_on"]
    list_filter = ["has_stay", ("closed_on", admin.EmptyFieldListFilter), AgbFilter]
    search_fields = ["name", "city", "postcode", "provider__name", "provider__agb"]
    search_help_text = "Zoek op locatie, plaats, postcode of aanbieder."

    @admin.display(description="naam", ordering="name")
    def shown(self, location: Location) -> str:
        return location.name


@admin.register(Contact)
class ContactAdmin(DetailAdmin):
    list_display = ["shown", "role", "provider_name", "email", "phone"]
    list_filter = ["role", AgbFilter]
    search_fields = ["name", "email", "provider__name", "provider__agb"]
    search_help_text = "Zoek op naam, e-mailadres of aanbieder."

    @admin.display(description="naam", ordering="name")
    def shown(self, contact: Contact) -> str:
        return contact.name


class ConsentFilter(admin.SimpleListFilter):
    title = "toestemming"
    parameter_name = "toestemming"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("nee", "ontbreekt"), ("ja", "gegeven"), ("zzp", "niet nodig (zzp)")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = {
            "nee": Q(consented_on=None, is_self_employed=False),
            "ja": Q(consented_on__isnull=False),
            "zzp": Q(is_self_employed=True),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(Subcontracting)
class SubcontractingAdmin(DetailAdmin):
    list_display = ["shown", "kvk", "provider_name", "consent", "begin", "end"]
    list_filter = [ConsentFilter, AgbFilter]
    search_fields = ["name", "kvk", "provider__name", "provider__agb"]
    search_help_text = "Zoek op onderaannemer, KvK-nummer of hoofdaannemer."

    @admin.display(description="onderaannemer", ordering="name")
    def shown(self, row: Subcontracting) -> str:
        return row.name

    @admin.display(description="toestemming")
    def consent(self, row: Subcontracting) -> SafeString:
        if row.is_self_employed:
            return NOT_NEEDED
        return CONSENT if row.may_work else NO_CONSENT


class ExpiryFilter(admin.SimpleListFilter):
    title = "geldigheid"
    parameter_name = "geldig"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [
            ("verlopen", "verlopen"),
            ("binnenkort", f"verloopt binnen {SOON_MONTHS} maanden"),
            ("geldig", "geldig"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        today = timezone.localdate()
        chosen = {
            "verlopen": Q(expires_on__lt=today),
            "binnenkort": Q(expires_on__gte=today, expires_on__lt=_soon()),
            "geldig": Q(expires_on=None) | Q(expires_on__gte=today),
        }
        return queryset.filter(chosen.get(self.value() or "", Q()))


@admin.register(Evidence)
class EvidenceAdmin(DetailAdmin):
    form = EvidenceForm
    list_display = ["shown", "provider_name", "issued_on", "expires_on", "state", "paper"]
    list_filter = [ExpiryFilter, "kind", AgbFilter]
    ordering = ["expires_on", "pk"]
    search_fields = ["provider__name", "provider__agb", "note"]
    search_help_text = "Zoek op aanbieder of toelichting."
    fields = ["provider", "kind", "issued_on", "expires_on", "file", "note"]

    @admin.display(description="soort", ordering="kind")
    def shown(self, evidence: Evidence) -> str:
        return evidence.get_kind_display()

    @admin.display(description="stand", ordering="expires_on")
    def state(self, evidence: Evidence) -> SafeString:
        if evidence.expires_on is None or evidence.expires_on >= _soon():
            return VALID
        return SOON if evidence.expires_on >= timezone.localdate() else NOT_VALID

    @admin.display(description="bestand")
    def paper(self, evidence: Evidence) -> SafeString | str:
        if not evidence.file:
            return "geen"
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:evidence_file", args=[evidence.pk]),
            evidence.file_name or "openen",
        )

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A paper is not changed; a newer one is added."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["provider", "kind", "issued_on", "expires_on", "paper", "note", "by"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_readonly_fields(request, obj) if obj else self.fields

    def save_model(self, request: HttpRequest, obj: Evidence, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        obj.by = signed_in(request)
        obj.expires_on = expiry(obj.kind, obj.issued_on, obj.expires_on)
        obj.file_name = (form.cleaned_data["file"].name if form.cleaned_data.get("file") else "")[-120:]
        super().save_model(request, obj, form, change)


@admin.register(CapacityReport)
class CapacityReportAdmin(DetailAdmin):
    form = CapacityForm
    list_display = ["shown", "provider_name", "location", "capacity", "free", "waiting_weeks", "reported_on"]
    list_select_related = ["provider", "location"]
    list_filter = [AgbFilter]
    ordering = ["-reported_on", "product", "pk"]
    search_fields = ["product", "provider__name", "provider__agb"]
    search_help_text = "Zoek op product of aanbieder."

    @admin.display(description="product of zorgvorm", ordering="product")
    def shown(self, report: CapacityReport) -> str:
        return report.product

    def save_model(self, request: HttpRequest, obj: CapacityReport, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        obj.by = signed_in(request)
        super().save_model(request, obj, form, change)


def _soon() -> Any:
    today = timezone.localdate()
    return add_months(today, SOON_MONTHS).replace(day=1)
