"""The report of one jeugdteam, on the screen and as files."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from inkoop.base.models import Team
from inkoop.reports.queries.places import teams_reported_to
from inkoop.reports.queries.sources import newest_peildatum, peildata
from inkoop.reports.services.building import NothingComputed, team_report
from inkoop.reports.views.asked import day_of, may_read_reports
from inkoop.reports.views.reading import report_answer
from inkoop.reports.views.shown import page_of


@require_safe
@may_read_reports
def team_page(request: HttpRequest, place: str, pk: int) -> HttpResponse:
    """What the youths of one team used; another's team does not exist."""
    team, peildatum = _asked(request, place, pk)
    if peildatum is None:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Rapportage"})
    try:
        report = team_report(team, peildatum)
    except NothingComputed as error:
        return TemplateResponse(request, "reports/nothing.html", {"title": "Rapportage", "why": str(error)})
    context = {"team": team, "peildata": peildata(), "peildatum": peildatum}
    return TemplateResponse(request, "reports/team.html", context | page_of(report, list(report.sections)))


@require_safe
@may_read_reports
def team_file(request: HttpRequest, place: str, pk: int, form: str) -> HttpResponse:
    team, peildatum = _asked(request, place, pk)
    if peildatum is None:
        raise Http404("Er zijn nog geen cijfers.")
    try:
        report = team_report(team, peildatum)
    except NothingComputed as error:
        raise Http404(str(error)) from None
    name = f"team-{place}-{team.pk}-{peildatum}"
    return report_answer(report, name, "concept", form, request.GET.get("deel", ""))


def _asked(request: HttpRequest, place: str, pk: int) -> tuple[Team, date | None]:
    team = get_object_or_404(teams_reported_to(request.user), pk=pk, municipality__code=place)
    return team, day_of(request, "peildatum") or newest_peildatum()
