"""Messages that providers read on their start page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from inkoop.base.admin.bases import signed_in
from providers.admin.details import DetailAdmin
from providers.models import Notice


@admin.register(Notice)
class NoticeAdmin(DetailAdmin):
    list_display = ["title", "for_whom", "shown_from", "shown_until", "by"]
    list_display_links = ["title"]
    list_filter = ["shown_until"]
    search_fields = ["title", "text", "provider__name", "provider__agb"]
    search_help_text = "Zoek op kop, tekst of aanbieder."
    fields = ["title", "text", "provider", "shown_from", "shown_until"]
    autocomplete_fields = ["provider"]

    @admin.display(description="voor", ordering="provider__name", empty_value="alle aanbieders")
    def for_whom(self, notice: Notice) -> str | None:
        return notice.provider.name if notice.provider else None

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        if not change:
            obj.by = signed_in(request)
        super().save_model(request, obj, form, change)
