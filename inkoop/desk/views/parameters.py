"""Settings of the region: what holds, what held, and what is proposed with its rehearsal beside the decision."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.admin.contract_actions import turn_down
from contracts.forms.contracts import SettleForm
from inkoop.base.admin.bases import signed_in
from inkoop.base.choices import ProposalState
from inkoop.base.forms import ParameterForm
from inkoop.base.models import Parameter, ParameterProposal, User
from inkoop.base.parameters import DEFINITIONS, Definition, changes_of, values_at, values_of
from inkoop.base.services.parameters import approve_parameters, propose_parameters
from inkoop.desk.queries.rehearsal import (
    OF_IBPS,
    OF_MATRIX,
    OF_SIGNALS,
    judged,
    lights,
    matrix,
    mature_computations,
    tried,
)

PROPOSE, SETTLE = "base.add_parameterproposal", "base.change_parameterproposal"


def parameters_page(request: HttpRequest) -> HttpResponse:
    """Every setting with what holds today. Three queries."""
    today = timezone.localdate()
    sought = request.GET.get("zoek", "").strip()
    only_own = bool(request.GET.get("eigen"))
    values, rows, waiting = values_at(today), _in_force(today), _waiting()
    found = [
        {
            "definition": one,
            "now": one.written(values[one.name]),
            "usual": one.written(one.default),
            "is_own": values[one.name] != one.default,
            "row": rows.get(one.name),
            "proposal": waiting.get(one.name),
        }
        for one in DEFINITIONS.values()
        if _mentions(one, sought) and (not only_own or values[one.name] != one.default)
    ]
    context = {
        **admin.site.each_context(request),
        "title": "Instellingen",
        "rows": found,
        "sought": sought,
        "only_own": only_own,
    }
    return TemplateResponse(request, "desk/parameters/list.html", context)


def _mentions(one: Definition, sought: str) -> bool:
    text = f"{one.name} {one.description} {one.unit}".casefold()
    return all(word in text for word in sought.casefold().split())


def _in_force(today: date) -> dict[str, Parameter]:
    rows = Parameter.objects.filter(valid_from__lte=today).select_related("author", "proposal__settled_by")
    return {row.name: row for row in rows.order_by("valid_from")}


def _waiting() -> dict[str, ParameterProposal]:
    """Open proposals by the name of each parameter in them."""
    rows = ParameterProposal.objects.filter(state=ProposalState.PROPOSED)
    return {name: row for row in rows for name in row.values}


def parameter_page(request: HttpRequest, name: str) -> HttpResponse:
    """One setting: all its values, and the form to propose another."""
    definition = DEFINITIONS.get(name)
    if definition is None:
        raise Http404("Deze instelling bestaat niet.")
    user, today = signed_in(request), timezone.localdate()
    now = values_at(today)[name]
    form = ParameterForm(request.POST or None, definition=definition, now=now, initial={"valid_from": today})
    if request.method == "POST":
        values = {name: form.cleaned_data["value"]} if form.is_valid() else {}
        if done := propose(form, values, user):
            return to_proposal(request, done)
    values_of_it = Parameter.objects.filter(name=name).select_related("author", "proposal__settled_by")
    context = {
        **admin.site.each_context(request),
        "title": definition.description.rstrip("."),
        "definition": definition,
        "now": definition.written(now),
        "usual": definition.written(definition.default),
        "values": [(row, definition.written(row.value), row.valid_from > today) for row in values_of_it],
        "proposal": _waiting().get(name),
        "has_rehearsal": name in OF_SIGNALS,
        "may_propose": user.has_perm(PROPOSE),
        "form": form,
    }
    return TemplateResponse(request, "desk/parameters/parameter.html", context)


def propose(form: forms.Form, values: Mapping[str, Decimal], user: User) -> ParameterProposal | None:
    """The proposal that a form with a day and a reason asks for; None: its faults stand with it."""
    if not user.has_perm(PROPOSE):
        raise PermissionDenied
    if not form.is_valid():
        return None
    try:
        return propose_parameters(
            values=values,
            valid_from=form.cleaned_data["valid_from"],
            reason=form.cleaned_data["reason"],
            today=timezone.localdate(),
            by=user,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def to_proposal(request: HttpRequest, proposal: ParameterProposal) -> HttpResponseRedirect:
    messages.success(request, "Het voorstel ligt klaar. Een ander stelt het vast of wijst het af.")
    return HttpResponseRedirect(reverse("admin:parameter_proposal", args=[proposal.pk]))


def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal with what it would have done; posted, it is settled."""
    user = signed_in(request)
    rows = ParameterProposal.objects.select_related("proposed_by", "settled_by")
    proposal = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return _settle(request, proposal, user)
    is_open = proposal.state == ProposalState.PROPOSED
    context = {
        **admin.site.each_context(request),
        "title": str(proposal),
        "proposal": proposal,
        "changes": changes_of(proposal),
        "is_open": is_open,
        "is_own": proposal.proposed_by_id == user.pk,
        "may_settle": user.has_perm(SETTLE) or proposal.proposed_by_id == user.pk,
        **(_rehearsed(proposal, user) if is_open else {}),
    }
    return TemplateResponse(request, "desk/parameters/proposal.html", context)


def _rehearsed(proposal: ParameterProposal, user: User) -> dict[str, Any]:
    """What the values would have made of figures that are there; empty where nothing can be tried."""
    new = values_of(proposal)
    found: dict[str, Any] = {"is_tried": bool(set(new) & (OF_SIGNALS | OF_IBPS | OF_MATRIX))}
    if set(new) & OF_SIGNALS:
        found["tried"] = [tried(one, new, user=user) for one in mature_computations()]
    if set(new) & OF_IBPS:
        found["lights"] = lights(new, user=user)
    if set(new) & OF_MATRIX and (outcome := matrix(new)):
        found["matrix"] = outcome
        found["cells"] = [(now.cell, now.ended, judged(now), judged(then)) for now, then in outcome.changed]
    return found


def _settle(request: HttpRequest, proposal: ParameterProposal, user: User) -> HttpResponse:
    verb = request.POST.get("doe", "")
    is_own = proposal.proposed_by_id == user.pk
    if not (is_own if verb == "intrekken" else user.has_perm(SETTLE)):
        raise PermissionDenied
    form = SettleForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if verb == "vaststellen":
            approve_parameters(decision=proposal, by=user, today=timezone.localdate(), reason=reason)
            told = "Vastgesteld. De cijfers volgen; op de ingangsdatum of meteen als die vandaag is."
        elif verb in {"afwijzen", "intrekken"}:
            told = turn_down(proposal, verb, by=user, reason=reason)
        else:
            raise Http404
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return HttpResponseRedirect(request.path)
