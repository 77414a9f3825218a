"""The escalation ladder: who stands where, and the way of one provider."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.desk.views.actions import Action, perform
from kpis.forms.talks import LadderForm
from kpis.models import EscalationMove, EscalationStep
from kpis.queries.talks.ladder import moves_of, position_of, positions
from kpis.rules.talks import OFF_THE_LADDER
from kpis.services.talks.ladder import move_on_ladder
from providers.models import Provider

MAY_MOVE = "kpis.add_escalationmove"


def ladder_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    _check(user)
    today = timezone.localdate()
    visible = set(Provider.objects.visible_to(user).values_list("pk", flat=True))
    found = [move for move in positions(on=today) if move.provider_id in visible]
    steps = EscalationStep.objects.filter(is_active=True).order_by("-number")
    context = {
        **admin.site.each_context(request),
        "title": "Escalatieladder",
        "steps": [(step, [move for move in found if move.step_id == step.pk]) for step in steps],
        "others": [move for move in found if move.step and not move.step.is_active],
        "today": today,
    }
    return TemplateResponse(request, "desk/talks/ladder.html", context)


def provider_ladder(request: HttpRequest, agb: str) -> HttpResponse:
    user = signed_in(request)
    _check(user)
    provider = get_object_or_404(Provider.objects.visible_to(user), agb=agb)
    today = timezone.localdate()
    position = position_of(provider, on=today)
    actions = [_move(provider, position, user)] if user.has_perm(MAY_MOVE) else []
    if (done := perform(request, actions)) is not None:
        return done
    moves = moves_of(provider).prefetch_related("agreements")
    with_letter = set(moves_of(provider).exclude(paper=None).values_list("pk", flat=True))
    context = {
        **admin.site.each_context(request),
        "title": f"Escalatie van {provider.name}",
        "provider": provider,
        "position": position,
        "steps": EscalationStep.objects.filter(is_active=True).order_by("-number"),
        "moves": [(move, move.pk in with_letter) for move in moves],
        "actions": actions,
        "today": today,
    }
    return TemplateResponse(request, "desk/talks/provider_ladder.html", context)


def _move(provider: Provider, position: EscalationMove | None, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        move = move_on_ladder(
            provider=provider,
            step=data["step"],
            on=data["on"],
            reason=data["reason"],
            skip_reason=data["skip_reason"],
            agreements=list(data.get("agreements", [])),
            by=user,
        )
        if move.step is None or move.until is None:
            return f"{provider.name} is van de escalatieladder af."
        letter = " De brief staat hieronder klaar." if move.paper else ""
        return f"{provider.name} staat op trede {move.step}, tot en met {long_date(move.until)}.{letter}"

    explain = (
        "Omhoog gaat het trede voor trede; overslaan kan met een reden. Terug of van de ladder af kan altijd. Dezelfde "
        "trede opnieuw geeft een nieuwe termijn. Een stap wordt nooit gewijzigd: er volgt een andere."
    )
    current = position.step.number if position and position.step else OFF_THE_LADDER
    make = partial(LadderForm, provider=provider, current=current)
    return Action("stap", "Stap zetten", "Stap vastleggen", make, run, explain, is_open=position is not None)


def letter_of_step(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    _check(user)
    move = get_object_or_404(
        EscalationMove.objects.visible_to(user).select_related("provider", "step"), pk=pk
    )
    if move.paper is None or move.step is None:
        raise Http404
    name = f"escalatie-{move.provider.agb}-trede-{move.step.number}-{move.taken_on}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(move.paper), content_type="application/pdf", headers=headers)


def _check(user: User) -> None:
    if not user.has_perm("kpis.view_escalationmove"):
        raise PermissionDenied
