"""Reports on the screen and as files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from inkoop.base.admin.bases import signed_in
from inkoop.base.models import Municipality
from inkoop.reports.choices import ReportKind, SettlementKey
from inkoop.reports.content import Hidden, Report, Row, Section, Table, Unit, shown_row
from inkoop.reports.files import as_csv, as_pdf, as_xlsx
from inkoop.reports.forms import DecisionForm, OutcomeForm
from inkoop.reports.models import BoardDecision, Publication, Subscription
from inkoop.reports.pictures import drawn
from inkoop.reports.queries.places import reported_to, sees_region
from inkoop.reports.queries.sources import newest_peildatum, peildata, sources_at
from inkoop.reports.services.building import NothingComputed, municipality_report, region_report
from inkoop.reports.services.comparing import comparison
from inkoop.reports.services.publishing import frozen, publish
from inkoop.reports.services.settling import NoWeights, settlement, years_of

PUBLISH = "reports.add_publication"
DECIDE = "reports.add_boarddecision"
REGION = "regio"
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Asked:
    """Of whom (None = the region), as of when, and compared with when."""

    municipality: Municipality | None
    peildatum: date
    earlier: date | None

    @property
    def place(self) -> str:
        return self.municipality.code if self.municipality else REGION


def may_read_reports(view: View) -> View:
    """For who reads any report at all."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        if not sees_region(request.user) and not reported_to(request.user).exists():
            raise PermissionDenied
        return view(request, *args, **named)

    return guarded


@require_safe
@may_read_reports
def index(request: HttpRequest) -> HttpResponse:
    """Which reports there are, and what was given out."""
    editions = Publication.objects.visible_to(request.user).select_related("municipality", "by")
    context = {
        "title": "Rapportages",
        "places": list(reported_to(request.user)),
        "sees_region": sees_region(request.user),
        "editions": editions.defer("content")[:50],
        "peildatum": newest_peildatum(),
        "subscribed": _subscribed(request),
    }
    return TemplateResponse(request, "reports/index.html", context)


@require_safe
@may_read_reports
def report_page(request: HttpRequest, place: str) -> HttpResponse:
    """One report, by the filters in its address."""
    asked = _asked(request, place)
    if asked is None:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Rapportage"}, status=200)
    try:
        report = _built(asked)
    except NothingComputed as error:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Rapportage", "why": str(error)})
    sections = list(report.sections)
    if asked.earlier:
        sections.insert(0, comparison(report, _built(Asked(asked.municipality, asked.earlier, None))))
    context = {
        **_page(report, sections),
        "asked": asked,
        "peildata": peildata(),
        "may_publish": request.user.has_perm(PUBLISH),
        "decisions": _decisions(request) if asked.municipality is None else None,
    }
    if request.GET.get("weergave") == "vergadering":
        return _meeting(request, sections, context)
    return TemplateResponse(request, "reports/report.html", context)


@require_safe
@may_read_reports
def report_file(request: HttpRequest, place: str, form: str) -> HttpResponse:
    """The report as PDF or XLSX; of one section (``deel``) as CSV."""
    asked = _asked(request, place)
    if asked is None:
        raise Http404("Er zijn nog geen cijfers.")
    try:
        report = _built(asked)
    except NothingComputed as error:
        raise Http404(str(error)) from None
    return _file(report, f"{asked.place}-{asked.peildatum}", "concept", form, request.GET.get("deel", ""))


@require_POST
@may_read_reports
def publish_report(request: HttpRequest, place: str) -> HttpResponse:
    """Freezes the report that is on the screen."""
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    asked = _asked(request, place)
    if asked is None:
        raise Http404("Er zijn nog geen cijfers.")
    note = request.POST.get("note", "").strip()[:300]
    made = publish(
        municipality=asked.municipality, peildatum=asked.peildatum, note=note, by=signed_in(request)
    )
    messages.success(request, f"{made} is vastgesteld. De cijfers erin veranderen niet meer.")
    return redirect("reports:edition", made.pk)


@require_safe
@may_read_reports
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it was given out."""
    publication = _edition(request, pk)
    report = frozen(publication)
    context = {**_page(report, list(report.sections)), "publication": publication}
    return TemplateResponse(request, "reports/report.html", context)


@require_safe
@may_read_reports
def edition_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    publication = _edition(request, pk)
    name = f"{publication.kind}-{publication.year}-{publication.number}"
    return _file(frozen(publication), name, str(publication), form, request.GET.get("deel", ""))


@require_POST
@may_read_reports
def subscribe(request: HttpRequest, place: str) -> HttpResponse:
    """Puts the mails about one report on, or off again."""
    municipality = _place(request, place)
    kind = ReportKind.MUNICIPALITY if municipality else ReportKind.REGION
    found, made = Subscription.objects.get_or_create(
        user=signed_in(request), kind=kind, municipality=municipality
    )
    if made:
        messages.success(request, "U krijgt een mail als er een nieuwe rapportage is vastgesteld.")
    else:
        found.delete()
        messages.success(request, "U krijgt er geen mail meer over.")
    return HttpResponseRedirect(reverse("reports:index"))


@login_required
def decisions(request: HttpRequest) -> HttpResponse:
    """The decisions of the regio-overleg, with what became of them."""
    if not sees_region(request.user):
        raise PermissionDenied
    may_decide = request.user.has_perm(DECIDE)
    form = DecisionForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid():
            form.instance.by = signed_in(request)
            form.save()
            messages.success(request, "Het besluit staat op de lijst.")
            return redirect("reports:decisions")
    context = {
        "title": "Besluiten van het regio-overleg",
        "decisions": _decisions(request),
        "form": form,
        "may_decide": may_decide,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "reports/decisions.html", context)


@login_required
def settle_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what became of a decision."""
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    decision = get_object_or_404(BoardDecision.objects.visible_to(request.user), pk=pk)
    form = OutcomeForm(request.POST or None, instance=decision)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "De uitkomst is vastgelegd.")
        return redirect("reports:decisions")
    context = {"title": decision.subject, "decision": decision, "form": form}
    return TemplateResponse(request, "reports/decision.html", context)


@require_safe
@login_required
def settlement_page(request: HttpRequest) -> HttpResponse:
    """What each municipality would pay by a key, beside what it used."""
    if not sees_region(request.user):
        raise PermissionDenied
    peildatum = _day(request, "peildatum") or newest_peildatum()
    use = sources_at(peildatum).use if peildatum else None
    if use is None:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Verrekening"})
    years = years_of(use)
    year = next((one for one in years if str(one) == request.GET.get("jaar")), years[0] if years else 0)
    asked = request.GET.get("sleutel", "")
    key = SettlementKey(asked) if asked in SettlementKey.values else SettlementKey.OWN_USE
    context: dict[str, Any] = {
        "title": "Verrekening tussen gemeenten",
        "peildatum": peildatum,
        "years": years,
        "year": year,
        "keys": SettlementKey.choices,
        "key": key,
    }
    try:
        shares = settlement(use, year, key)
    except NoWeights as error:
        context["why"] = str(error)
    else:
        context |= {
            "shares": shares,
            "used": sum(one.used for one in shares),
            "shared": sum(one.share for one in shares),
        }
    return TemplateResponse(request, "reports/settlement.html", context)


def _asked(request: HttpRequest, place: str) -> Asked | None:
    """None = nothing was ever computed."""
    municipality = _place(request, place)
    peildatum = _day(request, "peildatum") or newest_peildatum()
    return Asked(municipality, peildatum, _day(request, "vergelijk")) if peildatum else None


def _place(request: HttpRequest, place: str) -> Municipality | None:
    """The municipality, None for the region; what one may not read does not exist."""
    if place == REGION:
        if not sees_region(request.user):
            raise Http404("Deze rapportage is er niet.")
        return None
    return get_object_or_404(reported_to(request.user), code=place)


def _day(request: HttpRequest, name: str) -> date | None:
    """A day that cannot be read counts as none."""
    try:
        return date.fromisoformat((request.POST if request.method == "POST" else request.GET).get(name, ""))
    except ValueError:
        return None


def _built(asked: Asked) -> Report:
    if asked.municipality:
        return municipality_report(asked.municipality, asked.peildatum)
    return region_report(asked.peildatum)


def _edition(request: HttpRequest, pk: int) -> Publication:
    found = Publication.objects.visible_to(request.user).select_related("municipality", "by")
    return get_object_or_404(found, pk=pk)


def _decisions(request: HttpRequest) -> list[BoardDecision]:
    return list(BoardDecision.objects.visible_to(request.user).select_related("publication__municipality"))


def _subscribed(request: HttpRequest) -> set[str]:
    """The places whose reports the user gets mails about."""
    rows = Subscription.objects.filter(user=signed_in(request)).values_list("municipality__code", flat=True)
    return {code or REGION for code in rows}


def _page(report: Report, sections: list[Section]) -> dict[str, Any]:
    return {"title": report.title, "report": report, "sections": [_readable(one) for one in sections]}


def _readable(section: Section) -> dict[str, Any]:
    return {
        "section": section,
        "charts": drawn(section),
        "tables": [
            {
                "table": table,
                "rows": [_cells(table, row) for row in table.rows],
                "total": shown_row(table, table.total) if table.total else None,
                "is_wide": len(table.columns) > 4,  # noqa: PLR2004 -- as many as fit beside a chart
            }
            for table in section.tables
        ],
    }


def _cells(table: Table, row: Row) -> list[dict[str, str]]:
    """The cells as text, and how they look: numbers to the right, what is hidden quietly."""
    texts = shown_row(table, row)
    return [
        {
            "text": text,
            "look": "num shielded" if isinstance(cell, Hidden) else "num" if column.unit != Unit.TEXT else "",
        }
        for cell, text, column in zip(row, texts, table.columns, strict=True)
    ]


def _meeting(request: HttpRequest, sections: list[Section], context: dict[str, Any]) -> HttpResponse:
    """One subject per screen, large, with the way to the one before and after."""
    keys = [section.key for section in sections]
    asked = request.GET.get("deel", keys[0])
    place = keys.index(asked) if asked in keys else 0
    context |= {
        "current": _readable(sections[place]),
        "number": place + 1,
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
    }
    return TemplateResponse(request, "reports/meeting.html", context)


def _file(report: Report, name: str, reference: str, form: str, part: str) -> HttpResponse:
    if form == "csv":
        section = report.section(part)
        if section is None:
            raise Http404("Dit deel is er niet.")
        content, name = as_csv(section), f"{name}-{part}"
    else:
        content = as_pdf(report, reference) if form == "pdf" else as_xlsx(report, reference)
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="rapportage-{name}.{form}"'
    return response
