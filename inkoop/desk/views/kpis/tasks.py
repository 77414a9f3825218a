"""Figures that providers and CBS supply for KPIs: asked, judged one by one, and what is late."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.queries.procedures.use import running
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.desk.queries.kpis import figure_of
from inkoop.desk.views.actions import Action, perform
from kpis.choices import TaskState
from kpis.forms.tasks import AcceptForm, AskForm, CbsForm, ReturnForm
from kpis.models import KpiTask, TaskPaper
from kpis.queries.kpis import supplied_before, waiting_tasks
from kpis.services.kpi_tasks import judge, lay_out_tasks, record_cbs
from providers.choices import ProviderStatus
from providers.models import Provider

MAY_ASK, MAY_JUDGE = "kpis.add_kpitask", "kpis.change_kpitask"


def tasks_page(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    actions = [_ask(user), _cbs(user)] if user.has_perm(MAY_ASK) else []
    if done := perform(request, actions):
        return done
    to_judge, late = waiting_tasks(today)
    context = {
        **admin.site.each_context(request),
        "title": "KPI-opgaven",
        "to_judge": [(one, figure_of(one)) for one in to_judge],
        "late": late,
        "today": today,
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/tasks.html", context)


def task_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    rows = KpiTask.objects.visible_to(user).select_related("kpi", "provider", "submitted_by", "judged_by")
    task = get_object_or_404(rows, pk=pk)
    actions = _judgements(task, user) if user.has_perm(MAY_JUDGE) else []
    if done := perform(request, actions):
        return done
    version = task.kpi.versions.order_by("-number").first()
    context = {
        **admin.site.each_context(request),
        "title": f"{task.kpi.code} {task.kpi.name}",
        "task": task,
        "version": version,
        "figure": figure_of(task),
        "before": [(one, figure_of(one)) for one in supplied_before(task)],
        "papers": list(task.papers.select_related("by")),
        "is_own": task.submitted_by_id == user.pk and task.state == TaskState.SUBMITTED,
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/task.html", context)


def paper_file(request: HttpRequest, pk: int, paper: int) -> FileResponse:
    """Evidence with a task. Always as a file to keep, never shown in the page: it comes from outside."""
    task = get_object_or_404(KpiTask.objects.visible_to(signed_in(request)), pk=pk)
    found = get_object_or_404(TaskPaper, task=task, pk=paper)
    try:
        content = found.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(
        content, as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )


def _judgements(task: KpiTask, user: User) -> list[Action]:
    """To accept or send back what was handed in; what was accepted can still be sent back."""
    if task.provider_id is None or task.submitted_by_id == user.pk:
        return []

    def run(data: dict[str, Any], *, accept: bool) -> str:
        judge(task=task, accept=accept, reason=data["reason"], on=timezone.localdate(), by=user)
        return (
            "Aanvaard: het cijfer telt vanaf vandaag mee." if accept else "Teruggestuurd naar de aanbieder."
        )

    accept = Action(
        "aanvaarden", "Aanvaarden", "Aanvaarden", AcceptForm, partial(run, accept=True), is_open=True
    )
    back = Action("terugsturen", "Terugsturen", "Terugsturen", ReturnForm, partial(run, accept=False))
    return {TaskState.SUBMITTED: [accept, back], TaskState.ACCEPTED: [back]}.get(TaskState(task.state), [])


def _ask(user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        contracted = running(timezone.localdate()).values("provider")
        providers = Provider.objects.filter(
            pk__in=contracted, status=ProviderStatus.ACTIVE, segment__in=data["segments"]
        )
        new = lay_out_tasks(
            kpi=data["kpi"],
            providers=providers,
            begin=data["begin"],
            end=data["end"],
            due_on=data["due_on"],
            by=user,
        )
        return f"{counted(new, 'nieuwe opgave', 'nieuwe opgaven')} gevraagd."

    return Action("vragen", "Opgaven vragen", "Vragen", AskForm, run)


def _cbs(user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        record_cbs(**data, on=timezone.localdate(), by=user)
        return "Het cijfer van het CBS is vastgelegd."

    return Action("cbs", "Cijfer van het CBS vastleggen", "Vastleggen", CbsForm, run)
