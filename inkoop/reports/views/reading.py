"""Reports on the screen and as files, and the mails about them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inkoop.base.admin.bases import signed_in
from inkoop.reports.choices import MailRhythm
from inkoop.reports.content import Report
from inkoop.reports.files import as_csv, as_pdf, as_xlsx
from inkoop.reports.models import Publication, Subscription
from inkoop.reports.queries.places import reported_to, sees_region, teams_reported_to
from inkoop.reports.queries.sources import newest_peildatum, peildata
from inkoop.reports.services.building import NothingComputed
from inkoop.reports.services.comparing import comparison
from inkoop.reports.services.mailing import change_subscription
from inkoop.reports.services.publishing import frozen, publish
from inkoop.reports.views.asked import (
    REGION,
    asked_of,
    asked_or_absent,
    edition_of,
    may_read_reports,
    place_of,
)
from inkoop.reports.views.shown import one_subject, page_of

PUBLISH = "reports.add_publication"
STOP = "nooit"
EDITIONS_SHOWN = 50
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
@may_read_reports
def index(request: HttpRequest) -> HttpResponse:
    """Which reports there are, and what was given out."""
    editions = Publication.objects.visible_to(request.user).select_related("municipality", "by")
    places = [(place.code, f"Gemeente {place.name}") for place in reported_to(request.user)]
    if sees_region(request.user):
        places.insert(0, (REGION, "KPI-rapport regio-overleg"))
    rhythms = _rhythms(request)
    context = {
        "title": "Rapportages",
        "teams": [] if sees_region(request.user) else teams_reported_to(request.user),
        "places": [(code, name, rhythms.get(code)) for code, name in places],
        "rhythms": MailRhythm.choices,
        "editions": editions.defer("content")[:EDITIONS_SHOWN],
        "peildatum": newest_peildatum(),
    }
    return TemplateResponse(request, "reports/index.html", context)


@require_safe
@may_read_reports
def report_page(request: HttpRequest, place: str) -> HttpResponse:
    """One report, by the filters in its address."""
    asked = asked_of(request, place)
    if asked is None:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Rapportage"})
    try:
        report = asked.build()
        earlier = asked.before.build() if asked.before else None
    except NothingComputed as error:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Rapportage", "why": str(error)})
    sections = list(report.sections)
    if earlier:
        sections.insert(0, comparison(report, earlier))
    context = {
        "asked": asked,
        "peildata": peildata(),
        "may_publish": request.user.has_perm(PUBLISH),
        "teams": teams_reported_to(request.user).filter(municipality=asked.municipality),
    }
    if request.GET.get("weergave") == "vergadering":
        context |= {"title": report.title, "report": report, **one_subject(request, sections)}
        return TemplateResponse(request, "reports/meeting.html", context)
    return TemplateResponse(request, "reports/report.html", context | page_of(report, sections))


@require_safe
@may_read_reports
def report_file(request: HttpRequest, place: str, form: str) -> HttpResponse:
    """The report as PDF or XLSX; of one section (``deel``) as CSV."""
    asked = asked_or_absent(request, place)
    try:
        report = asked.build()
    except NothingComputed as error:
        raise Http404(str(error)) from None
    return report_answer(
        report, f"{asked.place}-{asked.peildatum}", "concept", form, request.GET.get("deel", "")
    )


@require_POST
@may_read_reports
def publish_report(request: HttpRequest, place: str) -> HttpResponse:
    """Freezes the report that is on the screen."""
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    asked = asked_or_absent(request, place)
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
    publication = edition_of(request, pk)
    report = frozen(publication)
    context: dict[str, Any] = {"publication": publication}
    if request.GET.get("weergave") == "vergadering":
        context |= {"title": report.title, "report": report, **one_subject(request, list(report.sections))}
        return TemplateResponse(request, "reports/meeting.html", context)
    return TemplateResponse(request, "reports/report.html", context | page_of(report, list(report.sections)))


@require_safe
@may_read_reports
def edition_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    publication = edition_of(request, pk)
    name = f"{publication.kind}-{publication.year}-{publication.number}"
    return report_answer(frozen(publication), name, str(publication), form, request.GET.get("deel", ""))


@require_POST
@may_read_reports
def subscribe(request: HttpRequest, place: str) -> HttpResponse:
    """Sets how often the mails about one report come, or stops them."""
    municipality = place_of(request, place)
    asked = request.POST.get("every", "")
    every = MailRhythm(int(asked)) if asked in {str(one) for one in MailRhythm.values} else None
    change_subscription(user=signed_in(request), municipality=municipality, every=every)
    text = (
        f"U krijgt er mail over: {every.label}." if every is not None else "U krijgt er geen mail meer over."
    )
    messages.success(request, text)
    return HttpResponseRedirect(reverse("reports:index"))


def _rhythms(request: HttpRequest) -> dict[str, int]:
    """Per place how often the user gets mails about it."""
    rows = Subscription.objects.filter(user=signed_in(request)).values_list("municipality__code", "every")
    return {code or REGION: every for code, every in rows}


def report_answer(report: Report, name: str, reference: str, form: str, part: str) -> HttpResponse:
    """The report as a file; as CSV only the section ``part``."""
    if form == "csv":
        section = report.section(part)
        if section is None:
            raise Http404("Dit deel is er niet.")
        content, name = as_csv(section), f"{name}-{part}"
    else:
        content = as_pdf(report, reference) if form == "pdf" else as_xlsx(report, reference)
    return file_answer(content, name, form)


def file_answer(content: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="rapportage-{name}.{form}"'
    return response
