"""The start page: what asks for attention, most money first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.queries.open_proposals import number_of_proposals
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.base.rights import SEE_REGION
from inkoop.base.services import record_client_read
from inkoop.desk.queries import worklist as queries
from inkoop.desk.queries.figures import Figures, newest_figures
from inkoop.desk.queries.ibps import tasks
from inkoop.desk.queries.rooms import number_of_steps
from inkoop.desk.readings import short_signal
from inkoop.exchange.queries.inbox import due
from kpis.choices import IbpState, SignalState
from kpis.models import IbpStatus, Signal
from providers.models import Provider

SHOWN = 8
SENTENCES = 3
MINE = "mij"
SETTLES = "contracts.change_contractdecision"


@dataclass(frozen=True)
class IbpRow:
    status: IbpStatus
    providers: list[Provider]


@dataclass(frozen=True)
class SignalRow:
    found: queries.ProviderSignals
    sentences: list[tuple[Signal, str]]

    @property
    def more(self) -> int:
        return len(self.found.signals) - len(self.sentences)


def worklist(request: HttpRequest) -> TemplateResponse:
    user = signed_in(request)
    figures = newest_figures()
    of = user if request.GET.get("van") == MINE else None
    context = {
        **admin.site.each_context(request),
        "title": "Werkblad",
        "figures": figures,
        "may_see": user.has_perm(SEE_REGION),
        "mine": of is not None,
        **_signals(user, of),
        **_ibps(figures, user, of),
        **_rooms(user, of),
        **_flow(user),
    }
    if context["exceeded"] or context["nearly"]:
        record_client_read(by=user, model=IbpStatus, path=request.get_full_path())
    return TemplateResponse(request, "desk/worklist.html", context)


def _signals(user: User, of: User | None) -> dict[str, Any]:
    signals = queries.open_signals(user=user, of=of)
    providers = queries.per_provider(signals)
    shown = [
        SignalRow(row, [(one, short_signal(one)) for one in row.signals[:SENTENCES]])
        for row in providers[:SHOWN]
    ]
    return {
        "provider_signals": shown,
        "n_signals": len(signals),
        "n_providers": len(providers),
        "n_answered": sum(one.state == SignalState.ANSWERED for one in signals),  # type: ignore[attr-defined]
    }


def _ibps(figures: Figures, user: User, of: User | None) -> dict[str, Any]:
    running = queries.running_ibps(figures.ibps, user=user, of=of)
    counts = queries.count_by_state(running)
    exceeded, nearly = queries.most_exceeded(running)[:SHOWN], queries.nearly_used(running)[:SHOWN]
    rows = [*exceeded, *nearly]
    providers = Provider.objects.in_bulk({pk for row in rows for pk in row.provider_ids})
    shown = [IbpRow(row, [providers[pk] for pk in row.provider_ids if pk in providers]) for row in rows]
    return {
        "exceeded": [row for row in shown if row.status.status == IbpState.RED],
        "nearly": [row for row in shown if row.status.status == IbpState.ORANGE],
        "n_exceeded": counts.get(IbpState.RED, 0),
        "n_nearly": counts.get(IbpState.ORANGE, 0),
        "n_tasks": tasks(figures.ibps, user=user, of=of).count(),
    }


def _rooms(user: User, of: User | None) -> dict[str, int]:
    """How many spending rooms wait for a step of people."""
    if not user.has_perm("contracts.view_spendingroom"):
        return {}
    today = timezone.localdate()
    return {"n_rooms": number_of_steps(user=user, of=of, today=today, parameters=values_at(today))}


def _flow(user: User) -> dict[str, Any]:
    unresolved = list(queries.unresolved_deliveries(user)[: SHOWN + 1])
    return {
        "unresolved": unresolved[:SHOWN],
        "more_unresolved": len(unresolved) > SHOWN,
        "recent": queries.recent_deliveries(user)[:SHOWN],
        "computations": queries.open_computations()[:SHOWN] if user.has_perm(SEE_REGION) else [],
        "proposals": number_of_proposals(not_of=user) if user.has_perm(SETTLES) else None,
        "due": due(user, today=timezone.localdate()),
    }
