"""One IBP: the running sum against its ceiling, and the work that it asks."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.models import Ibp
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.base.services import record_client_read
from inkoop.desk.pictures import running_sum
from inkoop.desk.queries.ceiling import ceiling_of
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.queries.ibps import Work, work_of
from inkoop.desk.readings import ibp_sentences
from inkoop.desk.views.actions import Action, perform
from kpis.choices import IbpAction, IbpAsks, OverrunCause
from kpis.forms.signals import IbpDecisionForm, IbpExplanationForm
from kpis.models import IbpEvaluation, IbpStatus
from kpis.queries.evaluations import message_budget
from kpis.services.evaluations import decide_ibp, explain_ibp


def ibp_page(request: HttpRequest, ibp_id: int) -> HttpResponse:
    if not request.user.has_perm("contracts.view_ibp"):
        raise PermissionDenied
    visible = Ibp.objects.visible_to(request.user).select_related("municipality", "client")
    ibp = get_object_or_404(visible, pk=ibp_id)
    user, today = signed_in(request), timezone.localdate()
    work = work_of(ibp, int(values_at(today)["ibp_evaluate_days"]))
    actions = _actions(work, user, today)
    if (done := perform(request, actions)) is not None:
        return done
    figures = newest_figures()
    peildatum = figures.ibps.peildatum if figures.ibps else today
    status = IbpStatus.objects.filter(computation=figures.ibps, ibp=ibp).first()
    ceiling = ceiling_of(ibp, peildatum, values_at(peildatum))
    context = {
        **admin.site.each_context(request),
        "title": ibp.code,
        "ibp": ibp,
        "figures": figures,
        "peildatum": peildatum,
        "status": status,
        "ceiling": ceiling,
        "sentences": ibp_sentences(status, ceiling, peildatum) if status else [],
        "chart": running_sum(ceiling) if ceiling.months else None,
        "work": work,
        "actions": actions,
        "message": message_budget(ceiling.current, peildatum) if ceiling.current else None,
    }
    record_client_read(by=user, model=Ibp, object_id=ibp.pk, path=request.get_full_path())
    return TemplateResponse(request, "desk/ibp.html", context)


def _actions(work: Work, user: User, today: date) -> list[Action]:
    """What is asked of the task that counts now."""
    if work.task is None or work.asks == IbpAsks.NOTHING:
        return []
    found = []
    if user.has_perm("kpis.add_ibpdecision"):
        over = work.asks == IbpAsks.EXPLAIN
        title = "Oorzaak en actie van de overschrijding" if over else "Evaluatie afronden"
        run = partial(_decide, work.task, user, today)
        found.append(Action("besluit", title, "Besluit vastleggen", IbpDecisionForm, run, is_open=True))
    if user.has_perm("kpis.add_ibpexplanation"):
        run = partial(_explain, work.task, user)
        title = "Uitleg van de aanbieder vastleggen"
        found.append(Action("uitleg", title, "Uitleg vastleggen", IbpExplanationForm, run))
    return found


def _decide(task: IbpEvaluation, user: User, today: date, data: dict[str, Any]) -> str:
    decision = decide_ibp(
        evaluation=task,
        cause=OverrunCause(data["cause"]),
        action=IbpAction(data["action"]),
        reason=data["reason"],
        new_amount=data["new_amount"],
        by=user,
        today=today,
    )
    if decision.version is not None:
        warning = message_budget(decision.version, today).warning
        said = "Het plafond is verhoogd, als nieuwe versie. De cijfers volgen vanzelf."
        return f"{said} {warning}".strip()
    return "Het besluit is vastgelegd."


def _explain(task: IbpEvaluation, user: User, data: dict[str, Any]) -> str:
    explain_ibp(evaluation=task, text=data["text"], asked_amount=data["asked_amount"], by=user)
    return "De uitleg van de aanbieder is vastgelegd."
