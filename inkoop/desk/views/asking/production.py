"""Productieverantwoordingen that providers handed in, beside what the system counts, with room for the judgement."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.services.procedures.refusal import Refused
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.portal.queries.reporting import production_rows
from kpis.choices import TaskState
from kpis.models import Production
from kpis.services.production import judge_production

MAY_JUDGE = "kpis.change_kpitask"
SHOWN = 25
LONGEST = 300


def handed_in(user: User) -> list[dict[str, Any]]:
    """Those that wait, the oldest first, with figures side by side. Two queries per row, of at most 25."""
    waiting = Production.objects.visible_to(user).filter(state=TaskState.SUBMITTED)
    listed = waiting.select_related("provider", "submitted_by").prefetch_related("lines")
    return [
        {"production": one, "rows": production_rows(one.provider, one.year, one)}
        for one in listed.order_by("submitted_at")[:SHOWN]
    ]


@require_POST
def judge_handed_in(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(MAY_JUDGE):
        raise PermissionDenied
    production = get_object_or_404(Production.objects.visible_to(user), pk=pk)
    accept = request.POST.get("oordeel") == "akkoord"
    try:
        judge_production(
            production=production,
            accept=accept,
            reason=request.POST.get("reden", "").strip()[:LONGEST],
            on=timezone.localdate(),
            by=user,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        done = "aanvaard" if accept else "teruggestuurd"
        messages.success(request, f"De verantwoording van {production.provider.name} is {done}.")
    return HttpResponseRedirect(reverse("admin:asking_page"))
