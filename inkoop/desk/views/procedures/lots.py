"""One lot: of an aanbesteding its ranking with the sums, of an open house its admissions."""

from collections import Counter
from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.choices import ProcedureDecision
from contracts.forms.procedures import DrawForm
from contracts.models import Lot
from contracts.queries.procedures.offers import price_criterion
from contracts.queries.procedures.ranking import Standing, standing_of
from contracts.services.procedures.contracting import record_draw
from contracts.services.procedures.letters import outcome_in_words
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.desk.views.actions import Action, perform
from inkoop.desk.views.procedures.procedure import MAY_ACT, ApplicationRow, application_rows


def lot_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("contracts.view_lot"):
        raise PermissionDenied
    lot = get_object_or_404(Lot.objects.visible_to(user).select_related("procedure"), pk=pk)
    if not lot.procedure.is_tender:
        return _admissions(request, lot)
    standing = standing_of(lot)
    actions = _draws(standing, user) if user.has_perm(MAY_ACT) else []
    if (done := perform(request, actions)) is not None:
        return done
    context = {
        **admin.site.each_context(request),
        "title": f"Rangorde {lot.name}",
        "lot": lot,
        "procedure": lot.procedure,
        "standing": standing,
        "rows": [(row, one, outcome_in_words(standing, row)) for row, one in standing.ranked()],
        "tied": [standing.applications[pk] for pk in standing.award.undecided],
        "prices": [
            (one, standing.offers[one.pk]) for _, one in standing.ranked() if one.pk in standing.offers
        ],
        "price": price_criterion(standing.criteria),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/procedures/lot.html", context)


def _admissions(request: HttpRequest, lot: Lot) -> HttpResponse:
    """Of an open house: who applied, what became of it and from when it is judged again."""
    ((_, rows),) = application_rows(lot.procedure, [lot])
    context = {
        **admin.site.each_context(request),
        "title": f"Toelatingen {lot.name}",
        "lot": lot,
        "procedure": lot.procedure,
        "rows": rows,
        "counts": sorted(Counter(_outcome(row) for row in rows).items()),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "desk/procedures/lot.html", context)


def _outcome(row: ApplicationRow) -> str:
    outcome = getattr(row.application, "outcome", None)
    return str(ProcedureDecision(outcome).label) if outcome else "nog niet besloten"


def _draws(standing: Standing, user: User) -> list[Action]:
    tied = [standing.applications[pk] for pk in standing.award.undecided]
    if not tied:
        return []

    def run(data: dict[str, Any]) -> str:
        order = sorted((one.pk for one in tied), key=lambda pk: data[f"drawn_{pk}"])
        record_draw(lot=standing.lot, order=order, on=data["on"], reason=data["reason"], by=user)
        return "De loting is vastgelegd."

    explain = (
        "Deze inschrijvers staan gelijk en niet allen kunnen een contract krijgen. Alleen een loting beslist."
    )
    make = partial(DrawForm, applications=tied)
    return [Action("loting", "Uitslag van de loting", "Loting vastleggen", make, run, explain, is_open=True)]
