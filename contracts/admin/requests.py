"""Requests of providers and what was decided on them. Every look is kept (ClientRead)."""

from django.contrib import admin
from django.db.models import Q

from contracts.models import CareRequest, RequestDecision, RequestedProduct
from inkoop.base.admin.bases import ClientReadsMixin, FactInline, GrowingFactAdmin, euro_column
from providers.admin import AgbFilter


class RequestedProductInline(FactInline):
    model = RequestedProduct
    fields = [
        "change",
        "allocation",
        "category",
        "product_code",
        "begin",
        "end",
        "volume",
        "unit",
        "frequency",
        "budget_euro",
    ]
    readonly_fields = ["budget_euro"]
    related = ("allocation",)
    budget_euro = staticmethod(euro_column("budget", "budget"))


class RequestDecisionInline(FactInline):
    model = RequestDecision
    fields = [
        "status",
        "decided_on",
        "by",
        "refusal_reason",
        "other_municipality",
        "explanation",
        "sent_at",
    ]
    related = ("by",)


@admin.register(CareRequest)
class CareRequestAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "reference",
        "kind",
        "municipality",
        "provider",
        "client",
        "dated_on",
        "status",
        "decided_on",
    ]
    list_select_related = ["municipality", "provider", "client"]
    list_filter = ["status", "kind", AgbFilter]
    sortable_by = ()
    exact_search = ("reference",)
    search_help_text = "Zoek op de volledige referentie van de aanbieder."
    inlines = [RequestedProductInline, RequestDecisionInline]

    def find(self, term: str) -> Q:
        return Q(reference=term)
