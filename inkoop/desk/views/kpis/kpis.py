"""KPIs: the list, one KPI with its versions and values, and a version tried before it is switched on."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.base.rights import SEE_REGION
from inkoop.desk.pictures.kpis import trend_chart
from inkoop.desk.queries.computed import newest_of
from inkoop.desk.queries.kpis import COLOUR_TEXT, changes_of, lines, target_text, values_at
from inkoop.desk.views.actions import Action, perform
from kpis.choices import ComputationName, KpiColour, KpiLevel, VersionState
from kpis.forms.quality import ReasonForm, SureForm, VersionForm
from kpis.models import Kpi, KpiVersion
from kpis.queries.kpis import trend, versions_in_force
from kpis.rules.outcome_set import REASONS, SET_VERSION
from kpis.services.kpi_preview import try_out
from kpis.services.kpi_versions import check_version, draft_version, switch_on, withdraw_version
from kpis.services.starter_set import deliver_starter_set

MAPPED = "uitval"


def kpis_page(request: HttpRequest) -> HttpResponse:
    user = _viewer(request)
    shown = newest_of(ComputationName.KPIS)
    actions = [_deliver(user)] if user.has_perm("kpis.add_kpi") and not Kpi.objects.exists() else []
    if done := perform(request, actions):
        return done
    waiting = KpiVersion.objects.filter(state__in=[VersionState.DRAFT, VersionState.CHECKED])
    context = {
        **admin.site.each_context(request),
        "title": "KPI's",
        "figures": shown,
        "lines": lines(shown.computation, shown.peildatum or timezone.localdate()),
        "waiting": waiting.select_related("kpi").order_by("kpi__code", "number"),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/kpis.html", context)


def kpi_page(request: HttpRequest, code: str) -> HttpResponse:
    user = _viewer(request)
    kpi = get_object_or_404(Kpi.objects.visible_to(user).select_related("responsible"), code=code)
    actions = [_draft(kpi, user)] if user.has_perm("kpis.add_kpiversion") else []
    if done := perform(request, actions):
        return done
    shown = newest_of(ComputationName.KPIS)
    level = _level(request)
    versions = list(kpi.versions.select_related("author", "checked_by", "in_use_by"))
    in_force = versions_in_force(shown.peildatum or timezone.localdate()).filter(kpi=kpi).first()
    rows = list(trend(kpi.pk, level=KpiLevel.REGION))
    unit = (in_force or versions[0]).what.unit if versions else ""
    context = {
        **admin.site.each_context(request),
        "title": f"{kpi.code} {kpi.name}",
        "figures": shown,
        "kpi": kpi,
        "version": in_force or (versions[0] if versions else None),
        "is_in_force": in_force is not None,
        "target": target_text(in_force) if in_force else "",
        "versions": versions,
        "levels": KpiLevel.choices,
        "level": level,
        "values": values_at(shown.computation, kpi, level) if shown.computation else [],
        "trend": rows,
        "unit": unit,
        "chart": trend_chart(rows, kpi.name, unit),
        "reasons": REASONS if in_force and in_force.measure == MAPPED else (),
        "set_version": SET_VERSION,
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/kpi.html", context)


def version_page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    user = _viewer(request)
    found = KpiVersion.objects.visible_to(user).select_related("kpi", "author", "checked_by", "in_use_by")
    version = get_object_or_404(found, kpi__code=code, number=number)
    actions = _moves(version, user) if user.has_perm("kpis.change_kpiversion") else []
    if done := perform(request, actions):
        return done
    preview = try_out(version) if version.state != VersionState.WITHDRAWN else None
    changed = []
    counts: list[tuple[str, str, int]] = []
    if preview and preview.computation:
        providers = preview.at(KpiLevel.PROVIDER)
        changed = changes_of(preview.computation, version, providers)
        counts = [
            (light.value, text, sum(one.colour == light for one in providers))
            for light, text in COLOUR_TEXT.items()
        ]
    region = next(iter(preview.at(KpiLevel.REGION)), None) if preview else None
    context = {
        **admin.site.each_context(request),
        "title": f"{version.kpi.code} {version.kpi.name}, versie {version.number}",
        "version": version,
        "target": target_text(version),
        "preview": preview,
        "region": region,
        "region_says": COLOUR_TEXT[KpiColour(region.colour)] if region else "",
        "counts": counts,
        "changed": changed,
        "unit": version.what.unit,
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/version.html", context)


def _viewer(request: HttpRequest) -> User:
    user = signed_in(request)
    if not (user.has_perm("kpis.view_kpi") and user.has_perm(SEE_REGION)):
        raise PermissionDenied
    return user


def _level(request: HttpRequest) -> KpiLevel:
    asked = request.GET.get("niveau", "")
    return KpiLevel(asked) if asked in KpiLevel.values else KpiLevel.PROVIDER


def _deliver(user: User) -> Action:
    def run(_data: dict[str, Any]) -> str:
        today = timezone.localdate()
        made = deliver_starter_set(valid_from=today.replace(month=1, day=1), use=False, by=user, today=today)
        return f"{made.new} KPI's staan klaar. Bekijk elke KPI en neem haar in gebruik."

    return Action("startset", "Startset", "Zet de startset klaar", SureForm, run, is_open=True)


def _draft(kpi: Kpi, user: User) -> Action:
    newest = kpi.versions.order_by("-number").first()
    start = {name: getattr(newest, name) for name in VersionForm.base_fields} if newest else {}
    start |= {"valid_from": timezone.localdate(), "reason": ""}

    def make(*args: Any, **options: Any) -> VersionForm:
        return VersionForm(*args, kpi=kpi, initial=start, **options)

    def run(data: dict[str, Any]) -> str:
        version = draft_version(kpi=kpi, by=user, **data)
        return f"Versie {version.number} is opgesteld. Een ander controleert haar voordat zij meetelt."

    return Action("versie", "Nieuwe versie opstellen", "Opstellen", make, run)


def _moves(version: KpiVersion, user: User) -> list[Action]:
    today = timezone.localdate()

    def check(_data: dict[str, Any]) -> str:
        check_version(version=version, by=user)
        return "De definitie is gecontroleerd. Bekijk het effect en neem haar in gebruik."

    def use(_data: dict[str, Any]) -> str:
        switch_on(version=version, today=today, by=user)
        return "De versie is in gebruik. De volgende berekening rekent met haar."

    def withdraw(data: dict[str, Any]) -> str:
        withdraw_version(version=version, reason=data["reason"], today=today, by=user)
        return "De versie is ingetrokken."

    found = []
    if version.state == VersionState.DRAFT:
        found.append(Action("controle", "Controleren", "De definitie klopt", SureForm, check, is_open=True))
    if version.state == VersionState.CHECKED:
        found.append(Action("gebruik", "In gebruik nemen", "Neem in gebruik", SureForm, use, is_open=True))
    if version.state != VersionState.WITHDRAWN:
        found.append(Action("intrekken", "Intrekken", "Trek in", ReasonForm, withdraw))
    return found
