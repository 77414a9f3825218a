"""The admin site of the region: its start page is the worklist, with a page per provider and per IBP."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

ORDER_OF_APPS = ("providers", "contracts", "kpis", "base", "auth")


class DeskSite(admin.AdminSite):
    site_title = "Inkoop"
    site_header = "Inkoop jeugdhulp"
    index_title = "Werkblad"
    site_url = None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from inkoop.desk.views import ibp, provider  # noqa: PLC0415 -- models must be loaded first

        pages = [
            path("aanbieder/<str:agb>/", provider.provider_page, name="provider_page"),
            path("ibp/<int:ibp_id>/", ibp.ibp_page, name="ibp_page"),
        ]
        return [self._guarded(page) for page in pages] + super().get_urls()

    def _guarded(self, page: URLPattern) -> URLPattern:
        page.callback = self.admin_view(page.callback)
        return page

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        from inkoop.desk.views.worklist import worklist  # noqa: PLC0415 -- models must be loaded first

        return worklist(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In the order of the work; what keeps the machine running comes last."""
        apps = super().get_app_list(request, app_label)
        last = len(ORDER_OF_APPS)
        places = {label: place for place, label in enumerate(ORDER_OF_APPS)}
        return sorted(apps, key=lambda app: (places.get(app["app_label"], last), app["name"]))
