"""The cycle of talks: who is due when, who has how much to do, and planning what is not planned."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.base.rights import SEE_REGION
from kpis.forms.talks import TalkFilter
from kpis.queries.talks.cycle import CycleRow, cycle_rows, turns
from kpis.queries.talks.ladder import positions
from kpis.queries.talks.trouble import troubled_providers
from kpis.services.talks.planning import plan_turns, proposed_days

MAY_PLAN = "kpis.add_meeting"
QUARTER = 91
AHEAD = 120
AT_FIRST = {"stand": "kwartaal"}
"""What is shown when nothing was asked: late, and due within a quarter."""


@dataclass(frozen=True)
class Load:
    """Of one account holder (None = nobody): accounts, overdue, and what comes within a quarter."""

    holder: User | None
    accounts: int
    overdue: int
    planned: int
    to_plan: int


def talks_page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(SEE_REGION) or not user.has_perm("kpis.view_meeting"):
        raise PermissionDenied
    today = timezone.localdate()
    rows = _rows(user, today)
    days = proposed_days([row for row in rows if row.days <= AHEAD], today=today)
    if request.method == "POST":
        return _plan(request, user, rows, days)
    asked = TalkFilter(request.GET or AT_FIRST, people=_holders(rows), segments=_segments(rows))
    on_ladder = {move.provider_id: move.step for move in positions(on=today)}
    context = {
        **admin.site.each_context(request),
        "title": "Accounthoudergesprekken",
        "filter": asked,
        "query": request.GET.urlencode(),
        "rows": [
            (row, days.get(row.provider.pk), on_ladder.get(row.provider.pk))
            for row in narrowed(rows, asked, user)
        ],
        "loads": _loads(rows),
        "tiles": _tiles(rows),
        "may_plan": user.has_perm(MAY_PLAN),
    }
    return TemplateResponse(request, "desk/talks/overview.html", context)


def _rows(user: User, today: date) -> list[CycleRow]:
    troubled = troubled_providers(today=today)
    found = turns(today=today, parameters=values_at(today), troubled=troubled)
    return cycle_rows(found, troubled=troubled, user=user, today=today)


def _plan(request: HttpRequest, user: User, rows: list[CycleRow], days: Mapping[int, date]) -> HttpResponse:
    if not user.has_perm(MAY_PLAN):
        raise PermissionDenied
    chosen = set(request.POST.getlist("aanbieder"))
    picked = {pk: day for pk, day in days.items() if str(pk) in chosen}
    if picked:
        number = plan_turns(rows=rows, days=picked, by=user)
        said = f"{counted(number, 'gesprek', 'gesprekken')} gepland, met agenda en deelnemers."
        messages.success(request, said)
    else:
        messages.warning(
            request, "Er is niets aangevinkt. Vink eerst aan met wie u een gesprek wilt plannen."
        )
    return HttpResponseRedirect(request.get_full_path())


def narrowed(rows: Sequence[CycleRow], asked: TalkFilter, user: User) -> list[CycleRow]:
    data = asked.cleaned_data if asked.is_valid() else {}
    return [row for row in rows if _fits(row, data, user)]


def _fits(row: CycleRow, data: dict[str, Any], user: User) -> bool:
    holder = row.holder.pk if row.holder else None
    whose = {"": True, "mij": holder == user.pk, "niemand": holder is None}
    wanted, state = data.get("van", ""), data.get("stand", "")
    standing = {
        "": True,
        "laat": row.is_overdue,
        "kwartaal": row.days <= QUARTER,
        "ongepland": row.planned is None,
        "gepland": row.planned is not None,
        "eerder": bool(row.why),
    }
    return (
        whose.get(wanted, str(holder) == wanted)
        and standing[state]
        and (not data.get("segment") or row.provider.segment == data["segment"])
        and data.get("naam", "").lower() in f"{row.provider.name} {row.provider.agb}".lower()
    )


def _holders(rows: Sequence[CycleRow]) -> list[User]:
    found = {row.holder.pk: row.holder for row in rows if row.holder}
    return sorted(found.values(), key=lambda one: one.get_full_name() or one.username)


def _segments(rows: Sequence[CycleRow]) -> list[str]:
    return sorted({row.provider.segment for row in rows})


def _loads(rows: Sequence[CycleRow]) -> list[Load]:
    """The busiest first; providers without an account holder last."""
    found = []
    for holder in [*_holders(rows), None]:
        own = [
            row for row in rows if (row.holder.pk if row.holder else None) == (holder.pk if holder else None)
        ]
        soon = [row for row in own if row.days <= QUARTER]
        if own:
            found.append(
                Load(
                    holder,
                    len(own),
                    sum(row.is_overdue for row in own),
                    sum(row.planned is not None for row in own),
                    sum(row.planned is None for row in soon),
                )
            )
    return sorted(found, key=lambda one: (one.holder is None, -one.overdue - one.to_plan))


def _tiles(rows: Sequence[CycleRow]) -> list[tuple[int, str, str, str]]:
    """Number, words, colour and the filter that shows them."""
    count = Counter(
        overdue=sum(row.is_overdue for row in rows),
        soon=sum(row.days <= QUARTER and row.planned is None for row in rows),
        planned=sum(row.planned is not None for row in rows),
        sooner=sum(bool(row.why) for row in rows),
    )
    return [
        (count["overdue"], "te laat", "rood" if count["overdue"] else "groen", "stand=laat"),
        (count["soon"], "binnen een kwartaal, nog niet gepland", "oranje", "stand=kwartaal"),
        (count["planned"], "gepland", "groen", "stand=gepland"),
        (count["sooner"], "eerder door een rood cijfer", "oranje", "stand=eerder"),
    ]
