"""Control plans: the general one of the region, and per provider the specific one that opens its lines."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.choices import ControlGround, ControlKind, ControlStep
from contracts.forms.control import ControlStepForm, GeneralPlanForm, SpecificPlanForm
from contracts.models import ControlPlan
from contracts.queries.control import PlanState, line_access, plan_states, state_of
from contracts.services.control import draw_up_general_plan, draw_up_specific_plan, take_control_step
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.desk.views.actions import Action, perform
from providers.models import Provider

MAY_PLAN = "contracts.add_controlplan"


def plans_page(request: HttpRequest) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    actions = [_general(user)] if user.has_perm(MAY_PLAN) else []
    if (done := perform(request, actions)) is not None:
        return done
    states = plan_states(ControlPlan.objects.visible_to(user), today=today)
    context = {
        **admin.site.each_context(request),
        "title": "Controleplannen",
        "general": [one for one in states if one.plan.kind == ControlKind.GENERAL],
        "specific": [one for one in states if one.plan.kind == ControlKind.SPECIFIC],
        "carries": any(one.is_in_force for one in states if one.plan.kind == ControlKind.GENERAL),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/control/plans.html", context)


def _general(user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        draw_up_general_plan(**data, by=user)
        return "Het algemene controleplan is opgesteld. Een collega stelt het vast; daarna publiceert u het."

    return Action("plan", "Algemeen controleplan opstellen", "Opstellen", GeneralPlanForm, run)


def provider_plans(request: HttpRequest, agb: str) -> HttpResponse:
    """Of one provider: what is open, its plans, and drawing one up."""
    user, today = signed_in(request), timezone.localdate()
    provider = get_object_or_404(Provider.objects.visible_to(user), agb=agb)
    actions = [_specific(provider, user)] if user.has_perm(MAY_PLAN) else []
    if (done := perform(request, actions)) is not None:
        return done
    own = ControlPlan.objects.visible_to(user).filter(provider=provider)
    context = {
        **admin.site.each_context(request),
        "title": f"Controle bij {provider.name}",
        "provider": provider,
        "access": line_access(provider, user=user, today=today),
        "carrying": ControlPlan.objects.carrying(today).first(),
        "states": plan_states(own, today=today),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/control/provider.html", context)


def _specific(provider: Provider, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        ground = ControlGround(data.pop("ground"))
        today = timezone.localdate()
        draw_up_specific_plan(provider=provider, ground=ground, **data, by=user, today=today)
        return (
            "Het specifieke controleplan is opgesteld. Een collega stelt het vast; daarna kondigt u het aan."
        )

    return Action("plan", "Specifiek controleplan opstellen", "Opstellen", SpecificPlanForm, run)


def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    user, today = signed_in(request), timezone.localdate()
    visible = ControlPlan.objects.visible_to(user).select_related("provider", "general", "by")
    plan = get_object_or_404(visible.prefetch_related("steps__by"), pk=pk)
    state = state_of(plan, today)
    actions = [_step(state, user)] if state.next and user.has_perm(MAY_PLAN) else []
    if (done := perform(request, actions)) is not None:
        return done
    context = {
        **admin.site.each_context(request),
        "title": plan.name,
        "state": state,
        "plan": plan,
        "actions": actions,
    }
    return TemplateResponse(request, "desk/control/plan.html", context)


def _step(state: PlanState, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        step = ControlStep(data["step"])
        take_control_step(
            plan=state.plan,
            step=step,
            on=data["on"],
            note=data["note"],
            by=user,
            today=timezone.localdate(),
        )
        return f"Vastgelegd: {step.label}."

    make = partial(ControlStepForm, steps=state.next)
    return Action("stap", "Stap zetten", "Stap vastleggen", make, run, is_open=True)
