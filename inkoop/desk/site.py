"""The admin site of the region: its start page is the worklist, with a page per provider and per IBP."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.text import slugify

OVERVIEW, PER_MUNICIPALITY = "vergelijken", "gemeenten"
CHANGE, FLOW, FORECAST = "verandering", "stromen", "prognose"
MENU = {
    "Aanbieders": [
        "providers.provider",
        OVERVIEW,
        "contracts.contract",
        "contracts.tariff",
        "kpis.signal",
        "kpis.indicatorvalue",
    ],
    "IBP's": ["kpis.ibpstatus", "kpis.ibpoverrunrate", "contracts.ibp"],
    "Aanleveringen": [
        "base.delivery",
        "base.finding",
        "contracts.refusedline",
        "contracts.declaration",
        "contracts.declarationline",
    ],
    "Toewijzingen": ["contracts.allocation", "contracts.allocationversion", "contracts.client"],
    "Cijfers": [
        PER_MUNICIPALITY,
        CHANGE,
        FLOW,
        FORECAST,
        "kpis.budget",
        "kpis.monthvalue",
        "kpis.computation",
    ],
    "Basis": [
        "base.municipality",
        "base.team",
        "contracts.productcategory",
        "contracts.productcode",
        "base.parameter",
    ],
}
MACHINE_ROOM = "Beheer"


class DeskSite(admin.AdminSite):
    site_title = "Inkoop"
    site_header = "Inkoop jeugdhulp"
    index_title = "Werkblad"
    site_url = None

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from inkoop.desk.views import (  # noqa: PLC0415 -- models must be loaded first
            change,
            flow,
            forecast,
            ibp,
            municipalities,
            overview,
            provider,
        )

        pages = [
            path("vergelijken/", overview.provider_overview, name="provider_overview"),
            path("aanbieder/<str:agb>/", provider.provider_page, name="provider_page"),
            path("ibp/<int:ibp_id>/", ibp.ibp_page, name="ibp_page"),
            path("gemeenten/", municipalities.municipalities_page, name="municipalities_page"),
            path("verandering/", change.change_page, name="change_page"),
            path("stromen/", flow.flow_page, name="flow_page"),
            path("prognose/", forecast.forecast_page, name="forecast_page"),
        ]
        return [self._guarded(page) for page in pages] + super().get_urls()

    def _guarded(self, page: URLPattern) -> URLPattern:
        page.callback = self.admin_view(page.callback)
        return page

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from inkoop.desk.views.worklist import worklist  # noqa: PLC0415 -- models must be loaded first

        return worklist(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """By task instead of by app; the page of one app stays as it is."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = {model["model"]._meta.label_lower: model for app in apps for model in app["models"]}
        if "providers.provider" in models:
            models[OVERVIEW] = _entry("Aanbieders vergelijken", reverse("admin:provider_overview"))
            models[PER_MUNICIPALITY] = _entry("Per gemeente", reverse("admin:municipalities_page"))
            models[CHANGE] = _entry("Waarom veranderden de uitgaven", reverse("admin:change_page"))
            models[FLOW] = _entry("In-, door- en uitstroom", reverse("admin:flow_page"))
            models[FORECAST] = _entry("Prognose van het jaar", reverse("admin:forecast_page"))
        groups = [_group(name, labels, models) for name, labels in MENU.items()]
        groups.append(_group(MACHINE_ROOM, list(models), models))
        return [group for group in groups if group["models"]]


def _entry(name: str, url: str) -> dict[str, Any]:
    """A page of ours among the lists of the menu."""
    return {"name": name, "object_name": slugify(name), "admin_url": url, "add_url": None, "view_only": True}


def _group(name: str, labels: Iterable[str], models: dict[str, Any]) -> dict[str, Any]:
    """Takes its models out of ``models``, so that the last group gets what nobody asked for."""
    taken = [models.pop(label) for label in labels if label in models]
    return {
        "name": name,
        "app_label": slugify(name),
        "app_url": "",
        "has_module_perms": True,
        "models": taken,
    }
