"""What providers account for in the portal."""

from django.contrib import admin

from inkoop.base.admin.bases import FactAdmin
from kpis.models import Production
from providers.admin import AgbFilter


@admin.register(Production)
class ProductionAdmin(FactAdmin):
    list_display = ["provider", "year", "state", "submitted_at", "judged_on", "judgement"]
    list_select_related = ["provider"]
    list_filter = ["state", "year", AgbFilter]
    search_fields = ["provider__name", "provider__agb"]
    search_help_text = "Zoek op aanbieder."
    list_per_page = 50
    show_full_result_count = False
