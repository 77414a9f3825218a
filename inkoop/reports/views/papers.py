"""A PDF that is made while one waits: the page says how far it is."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from inkoop.base.admin.bases import signed_in
from inkoop.base.models import Municipality
from inkoop.reports.models import Publication
from inkoop.reports.services.papers import Paper, ask_paper, content_of, paper_of
from inkoop.reports.tasks import make_paper
from inkoop.reports.views.asked import asked_or_absent, edition_of, may_read_reports
from inkoop.reports.views.reading import file_answer

GONE = "Dit stuk is er niet (meer). Vraag het opnieuw."


@require_POST
@may_read_reports
def ask_report_paper(request: HttpRequest, place: str) -> HttpResponse:
    asked = asked_or_absent(request, place)
    return _ask(request, asked.municipality, None, asked.peildatum)


@require_POST
@may_read_reports
def ask_edition_paper(request: HttpRequest, pk: int) -> HttpResponse:
    publication = edition_of(request, pk)
    return _ask(request, publication.municipality, publication, publication.peildatum)


@require_safe
@may_read_reports
def paper_page(request: HttpRequest, key: str) -> HttpResponse:
    """How far it is; as JSON for the page itself, that asks every second."""
    paper = _found(request, key)
    if request.GET.get("vorm") == "json":
        return JsonResponse({"stand": paper.state, "klaar": paper.done, "totaal": paper.total})
    context = {"title": "De PDF wordt gemaakt", "key": key, "paper": paper}
    return TemplateResponse(request, "reports/paper.html", context)


@require_safe
@may_read_reports
def paper_file(request: HttpRequest, key: str) -> HttpResponse:
    paper = _found(request, key)
    content = content_of(key) if paper.is_ready else None
    if content is None:
        raise Http404(GONE)
    return file_answer(content, paper.name, "pdf")


def _ask(
    request: HttpRequest, municipality: Municipality | None, edition: Publication | None, peildatum: date
) -> HttpResponse:
    key = ask_paper(municipality=municipality, peildatum=peildatum, edition=edition, by=signed_in(request))
    make_paper.delay_on_commit(key=key)  # type: ignore[attr-defined]  # Celery 5.4
    return redirect("reports:paper", key)


def _found(request: HttpRequest, key: str) -> Paper:
    paper = paper_of(key, signed_in(request))
    if paper is None:
        raise Http404(GONE)
    return paper
