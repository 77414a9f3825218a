"""Individual budget ceilings. The page with the running sum stands higher; the list links to it."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from contracts.models import Ibp, IbpVersion
from contracts.queries.terms import with_ceiling
from inkoop.base.admin.bases import ClientReadsMixin, FactInline, GrowingFactAdmin, euro_column


class IbpVersionInline(FactInline):
    model = IbpVersion
    fields = [
        "version",
        "amount_euro",
        "begin",
        "end",
        "set_by",
        "set_on",
        "child_class",
        "system_class",
        "received_on",
    ]
    readonly_fields = ["amount_euro"]
    amount_euro = staticmethod(euro_column("amount", "bedrag"))


@admin.register(Ibp)
class IbpAdmin(ClientReadsMixin, GrowingFactAdmin):
    list_display = [
        "code_and_page",
        "municipality",
        "client",
        euro_column("amount", "bedrag"),
        "begin_on",
        "end_on",
    ]
    list_display_links = None
    list_select_related = ["municipality", "client"]
    list_filter = ["municipality"]
    sortable_by = ()
    exact_search = ("code",)
    search_help_text = "Zoek op de volledige code van het IBP."
    inlines = [IbpVersionInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_ceiling(super().get_queryset(request), as_of=timezone.localdate())

    @admin.display(description="IBP")
    def code_and_page(self, ibp: Ibp) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:ibp_page", args=[ibp.pk]), ibp.code)

    @admin.display(description="ingangsdatum")
    def begin_on(self, ibp: Ibp) -> object:
        return ibp.begin  # type: ignore[attr-defined]  # annotated

    @admin.display(description="einddatum")
    def end_on(self, ibp: Ibp) -> object:
        return ibp.end  # type: ignore[attr-defined]  # annotated

    def find(self, term: str) -> Q:
        return Q(code=term)
