"""What a provider accounts for: KPI tasks, production, waiting times and places, and its papers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.services.procedures.refusal import Refused
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.reporting import CapacityForm, PaperForm, ProductionForm, TaskForm
from inkoop.portal.queries.reporting import (
    TO_DO,
    earlier_of,
    offered,
    production_of,
    production_rows,
    reported_places,
    tasks_of,
    version_of,
    years_of,
)
from inkoop.portal.views.files import as_download, content_of
from kpis.models import KpiTask, TaskPaper
from kpis.rules.production import due_on, newest_year
from kpis.services.kpi_tasks import add_paper, drop_paper, save_draft, submit
from kpis.services.production import save_production, submit_production
from providers.choices import EvidenceKind
from providers.models import CapacityReport, Evidence
from providers.rules.roles import Task
from providers.services.capacity import WrongCapacity, report_capacity
from providers.services.evidence import record_evidence

PER_PAGE = 20
FIRST_YEAR = 2015
"""Since the Jeugdwet."""
SUBMIT = "indienen"
KEPT, SENT = "Uw concept is bewaard.", "Ingediend. De contractmanager beoordeelt het; het oordeel komt hier."


@provider_page(Task.REPORT)
def reporting_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(tasks_of(visitor.provider, visitor.user), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "title": "Verantwoording",
        "visitor": visitor,
        "today": today,
        "page": page,
        "to_do": TO_DO,
        "years": years_of(visitor.provider, visitor.user, today),
        "capacity": reported_places(visitor.provider, visitor.user, today),
        "evidence": list(_evidence(visitor)[:5]),
    }
    return TemplateResponse(request, "portal/reporting/list.html", context)


@provider_page(Task.REPORT)
def task_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    task = _task(visitor, pk)
    is_open = task.state in TO_DO
    initial = {"numerator": task.numerator, "denominator": task.denominator, "note": task.note}
    form = TaskForm(request.POST or None, request.FILES or None, initial=initial) if is_open else None
    if form and form.is_bound and form.is_valid() and (said := _keep_task(form, task, request, visitor)):
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
    context = {
        "title": task.kpi.name,
        "visitor": visitor,
        "task": task,
        "version": version_of(task),
        "earlier": earlier_of(task),
        "papers": list(task.papers.select_related("by")),
        "form": form,
        "is_late": is_open and task.due_on < timezone.localdate(),
    }
    return TemplateResponse(request, "portal/reporting/task.html", context)


def _keep_task(form: TaskForm, task: KpiTask, request: HttpRequest, visitor: Visitor) -> str:
    """What was done, as a sentence; empty when it was refused, with the reason at the form."""
    data = form.cleaned_data
    given = {name: data[name] for name in ("numerator", "denominator", "note")}
    try:
        kept = save_draft(task=task, by=visitor.user, **given)
        if data["file"]:
            add_paper(task=kept, file=data["file"], by=visitor.user)
        if SUBMIT not in request.POST:
            return KEPT
        submit(task=kept, by=visitor.user, **given)
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""
    return SENT


@provider_page(Task.REPORT)
@require_POST
def drop_task_paper(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    paper = _task_paper(visitor, pk)
    try:
        drop_paper(paper=paper, by=visitor.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{paper.file_name} is weggehaald.")
    return HttpResponseRedirect(reverse("portal:reporting_task", args=[paper.task_id]))


@provider_page(Task.REPORT)
def task_paper_file(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    paper = _task_paper(visitor, pk)
    return as_download(visitor, paper, content_of(paper.file), paper.file_name)


@provider_page(Task.REPORT)
def production_page(request: HttpRequest, visitor: Visitor, year: int) -> HttpResponse:
    if not FIRST_YEAR <= year <= newest_year(timezone.localdate()):
        raise Http404
    production = production_of(visitor.provider, visitor.user, year)
    rows = production_rows(visitor.provider, year, production)
    is_open = production is None or production.state in TO_DO
    form = (
        ProductionForm(request.POST or None, rows=rows, note=production.note if production else "")
        if is_open and rows
        else None
    )
    if (
        form
        and form.is_bound
        and form.is_valid()
        and (said := _keep_production(form, year, request, visitor))
    ):
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
    context = {
        "title": f"Productieverantwoording {year}",
        "visitor": visitor,
        "year": year,
        "due_on": due_on(year),
        "production": production,
        "rows": rows,
        "total": _total(rows),
        "form": form,
    }
    return TemplateResponse(request, "portal/reporting/production.html", context)


def _keep_production(form: ProductionForm, year: int, request: HttpRequest, visitor: Visitor) -> str:
    is_final = SUBMIT in request.POST
    keep = submit_production if is_final else save_production
    try:
        keep(
            provider=visitor.provider,
            year=year,
            given=form.given,
            note=form.cleaned_data["note"],
            by=visitor.user,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""
    return SENT if is_final else KEPT


def _total(rows: list[Any]) -> dict[str, int | None]:
    """Euros of all products together; theirs None while a row is empty. Youths are not added: one may have more."""
    is_whole = all(row.cents is not None for row in rows)
    counted = sum(row.counted.cents for row in rows)
    said = sum(row.cents for row in rows) if is_whole else None
    return {"counted": counted, "said": said, "more": None if said is None else said - counted}


@provider_page(Task.REPORT)
def capacity_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    today = timezone.localdate()
    locations = visitor.provider.locations.filter(closed_on=None)
    products = offered(visitor.provider, today)
    reports = reported_places(visitor.provider, visitor.user, today)
    chosen = _chosen(request, reports)
    form = CapacityForm(request.POST or None, initial=chosen, locations=locations, products=products)
    if form.is_bound and form.is_valid() and _report(form, visitor):
        messages.success(request, "De stand is vastgelegd.")
        return HttpResponseRedirect(request.path)
    context = {
        "title": "Wachttijd en capaciteit",
        "visitor": visitor,
        "reports": [{"report": one, "name": products.get(one.product, "")} for one in reports],
        "form": form,
        "can_report": bool(products) and locations.exists(),
    }
    return TemplateResponse(request, "portal/reporting/capacity.html", context)


def _chosen(request: HttpRequest, reports: list[CapacityReport]) -> dict[str, Any]:
    """What was reported last of the location and product that the address names; empty = something new."""
    asked = (request.GET.get("locatie", ""), request.GET.get("product", ""))
    for one in reports:
        if (str(one.location_id), one.product) == asked:
            names = ("location", "product", "waiting_weeks", "capacity", "free")
            return {name: getattr(one, name) for name in names}
    return {}


def _report(form: CapacityForm, visitor: Visitor) -> bool:
    try:
        report_capacity(provider=visitor.provider, by=visitor.user, **form.cleaned_data)
    except WrongCapacity as refused:
        form.add_error(None, str(refused))
        return False
    return True


@provider_page(Task.REPORT)
def papers_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = PaperForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("soort")})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        record_evidence(
            provider=visitor.provider,
            kind=EvidenceKind(data["kind"]),
            issued_on=data["issued_on"],
            named_expiry=data["expires_on"],
            file=data["file"],
            note=data["note"],
            by=visitor.user,
        )
        messages.success(request, "Het document is bewaard. Uw accounthouder ziet het in uw dossier.")
        return HttpResponseRedirect(request.path)
    context = {
        "title": "Documenten",
        "visitor": visitor,
        "evidence": list(_evidence(visitor)),
        "form": form,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "portal/reporting/papers.html", context)


def _evidence(visitor: Visitor) -> Any:
    own = Evidence.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    return own.order_by("kind", "-issued_on", "-pk")


def _task(visitor: Visitor, pk: int) -> KpiTask:
    found: KpiTask = get_object_or_404(tasks_of(visitor.provider, visitor.user), pk=pk)
    return found


def _task_paper(visitor: Visitor, pk: int) -> TaskPaper:
    own = TaskPaper.objects.visible_to(visitor.user).filter(task__provider=visitor.provider)
    found: TaskPaper = get_object_or_404(own.select_related("task"), pk=pk)
    return found
