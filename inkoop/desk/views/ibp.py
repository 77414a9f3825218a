"""One IBP: the running sum against its ceiling, and the work that it asks."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.models import Ibp
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import euro
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
from kpis.forms.signals import IbpDecisionForm, IbpExplanationForm, TurnDownForm
from kpis.models import IbpDecision, IbpEvaluation, IbpRaise, IbpStatus
from kpis.queries.evaluations import message_budget
from kpis.services.evaluations import approve_raise, decide_ibp, explain_ibp, most_alone, turn_down_raise


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
    if work.waiting is not None:
        return _settling(work.waiting, user, today) if user.has_perm("kpis.add_ibpdecision") else []
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


def _settling(proposal: IbpRaise, user: User, today: date) -> list[Action]:
    """Another person approves or rejects; who proposed it may take it back."""
    run = partial(_turn_down, proposal, user)
    if proposal.proposed_by_id == user.pk:
        return [Action("terug", "Voorstel intrekken", "Intrekken", TurnDownForm, run)]
    approve = partial(_approve, proposal, user, today)
    return [
        Action("vaststellen", "Verhoging vaststellen", "Vaststellen", forms.Form, approve, is_open=True),
        Action("terug", "Voorstel afwijzen", "Afwijzen", TurnDownForm, run),
    ]


def _approve(proposal: IbpRaise, user: User, today: date, _data: dict[str, Any]) -> str:
    return _decided(approve_raise(proposal=proposal, by=user, today=today), today)


def _turn_down(proposal: IbpRaise, user: User, data: dict[str, Any]) -> str:
    turn_down_raise(proposal=proposal, by=user, reason=data["reason"])
    return "Het voorstel geldt niet meer; er kan opnieuw worden besloten."


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
    if isinstance(decision, IbpRaise):
        most = euro(most_alone(today))
        return f"De verhoging is voorgesteld. Zij is meer dan {most}, dus stelt een ander haar vast."
    return _decided(decision, today)


def _decided(decision: IbpDecision, today: date) -> str:
    if decision.version is not None:
        warning = message_budget(decision.version, today).warning
        said = "Het plafond is verhoogd, als nieuwe versie. De cijfers volgen vanzelf."
        return f"{said} {warning}".strip()
    return "Het besluit is vastgelegd."


def _explain(task: IbpEvaluation, user: User, data: dict[str, Any]) -> str:
    explain_ibp(evaluation=task, text=data["text"], asked_amount=data["asked_amount"], by=user)
    return "De uitleg van de aanbieder is vastgelegd."
