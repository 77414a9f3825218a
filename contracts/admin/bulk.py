"""Acts on several contracts: first what would happen to each, then for good."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.choices import ContractStatus
from contracts.forms.bulk import ResponsibleForm
from contracts.forms.contracts import DecisionForm
from contracts.models import Contract
from contracts.rules.terms import TermError, Terms, extended, parse_options
from contracts.services import decisions, details
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User


@dataclass(frozen=True)
class Effect:
    """What would happen to one contract, or why nothing does."""

    contract: Contract
    text: str
    is_possible: bool


@dataclass(frozen=True)
class BulkAct:
    title: str
    name: str
    permission: str
    form: type[forms.Form]
    button: str
    effect: Callable[[Any], Effect]
    do: Callable[[Contract, dict[str, Any], User], Any]


def _extension(contract: Any) -> Effect:
    if contract.has_proposal:
        return Effect(contract, "er ligt al een voorstel", is_possible=False)
    if contract.status not in {ContractStatus.RUNNING, ContractStatus.PLANNED}:
        return Effect(contract, f"is {ContractStatus(contract.status).label}", is_possible=False)
    try:
        options = parse_options(contract.options or "")
        longer = extended(Terms(contract.begin, contract.end, options, contract.notice_months))
    except TermError as error:
        return Effect(contract, str(error), is_possible=False)
    return Effect(contract, f"van {contract.end:%d-%m-%Y} naar {longer.end:%d-%m-%Y}", is_possible=True)


def _responsible(contract: Any) -> Effect:
    now = contract.responsible.username if contract.responsible else "de accounthouder van de aanbieder"
    return Effect(contract, f"nu: {now}", is_possible=True)


def _extend(contract: Contract, values: dict[str, Any], by: User) -> Any:
    return decisions.propose_extension(contract=contract, by=by, today=timezone.localdate(), **values)


def _hand_over(contract: Contract, values: dict[str, Any], by: User) -> Any:
    return details.change_details(
        contract=contract, predecessor=contract.predecessor, evaluate_on=contract.evaluate_on, by=by, **values
    )


BULK_ACTS = {
    act.name: act
    for act in (
        BulkAct(
            "Verlenging voorstellen",
            "verlengen",
            "contracts.add_contractdecision",
            DecisionForm,
            "Verlengingen voorstellen",
            _extension,
            _extend,
        ),
        BulkAct(
            "Verantwoordelijke aanwijzen",
            "aanwijzen",
            "contracts.change_contract",
            ResponsibleForm,
            "Verantwoordelijke bewaren",
            _responsible,
            _hand_over,
        ),
    )
}


def run(request: HttpRequest, contracts: QuerySet[Contract], act: BulkAct) -> HttpResponse | None:
    """The preview, and after confirmation the act; None sends the person back to the list."""
    if not request.user.has_perm(act.permission):
        raise PermissionDenied
    chosen = contracts.select_related("provider", "responsible", "predecessor").order_by("number")
    effects = [act.effect(contract) for contract in chosen]
    confirmed = "bevestigd" in request.POST
    form = act.form(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        return _done(request, act, [one for one in effects if one.is_possible], form.cleaned_data)
    context = {
        **admin.site.each_context(request),
        "title": act.title,
        "act": act,
        "form": form,
        "effects": effects,
        "possible": sum(one.is_possible for one in effects),
        "selected": [one.contract.pk for one in effects],
    }
    return TemplateResponse(request, "contracts/bulk.html", context)


def _done(request: HttpRequest, act: BulkAct, effects: list[Effect], values: dict[str, Any]) -> HttpResponse:
    """Each contract by itself; one that cannot be does not hold up the others, and is named."""
    done, refused = 0, []
    for one in effects:
        try:
            act.do(one.contract, values, signed_in(request))
            done += 1
        except ValidationError as error:
            refused.append(f"{one.contract}: {' '.join(error.messages)}")
    if done:
        messages.success(request, f"{act.title}: {counted(done, 'contract', 'contracten')}.")
    for text in refused:
        messages.error(request, text)
    return HttpResponseRedirect(request.get_full_path())


def action(act: BulkAct) -> Any:
    """The act as the list offers it."""

    @admin.action(description=act.title)
    def start(_: Any, request: HttpRequest, queryset: QuerySet[Contract]) -> HttpResponse | None:
        return run(request, queryset, act)

    return start
