"""What people do with instalments and with steps at a ceiling, on the page of a contract."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from contracts.admin.contract_actions import Act, simple_act, visible_contract
from contracts.choices import SpendingStep
from contracts.forms.contracts import PaymentForm, ScheduleForm
from contracts.forms.spending import StepForm
from contracts.models import Instalment, LumpSum, SpendingRoom
from contracts.services import details, spending
from inkoop.base.dutch import euro


def pay(request: HttpRequest, pk: int, instalment: int) -> HttpResponse:
    contract = visible_contract(request, pk, "contracts.change_instalment")
    part = get_object_or_404(Instalment.objects.filter(lump_sum__contract=contract), pk=instalment)
    act = Act(
        "Termijn betaald",
        f"Termijn van ‘{part.lump_sum}’, te betalen op {part.due_on:%d-%m-%Y}.",
        "contracts.change_instalment",
        "Betaling vastleggen",
        "De betaling is vastgelegd.",
        PaymentForm,
        lambda _contract, values, by, _today: details.pay_instalment(instalment=part, by=by, **values),
    )
    return simple_act(request, act, contract)


def reschedule(request: HttpRequest, pk: int, lump_sum: int) -> HttpResponse:
    """Other days or another division of what was not paid yet."""
    contract = visible_contract(request, pk, "contracts.change_instalment")
    found = get_object_or_404(LumpSum.objects.filter(contract=contract), pk=lump_sum)
    form = ScheduleForm(request.POST or None, lump_sum=found)
    act = Act(
        "Termijnen anders plannen",
        f"‘{found}’ blijft {euro(found.cents)}. Wat betaald is, blijft staan; een rij die u leegmaakt, vervalt.",
        "contracts.change_instalment",
        "Termijnen bewaren",
        "De termijnen zijn opnieuw gepland.",
        lambda *_args, **_kwargs: form,
        lambda _contract, values, by, today: details.reschedule(
            lump_sum=found, parts=form.parts, today=today, reason=values["reason"], by=by
        ),
    )
    return simple_act(request, act, contract)


def take_step(request: HttpRequest, pk: int, room: int, step: str) -> HttpResponse:
    contract = visible_contract(request, pk, "contracts.add_spendingsteptaken")
    found = get_object_or_404(SpendingRoom.objects.filter(contract=contract), pk=room)
    if step not in SpendingStep.values:
        raise Http404
    chosen = SpendingStep(step)
    act = Act(
        f"Bestedingsruimte {found.year}: {chosen.label}",
        "De stap krijgt de datum van vandaag en de cijfers van nu.",
        "contracts.add_spendingsteptaken",
        "Stap vastleggen",
        "De stap is vastgelegd.",
        StepForm,
        lambda _contract, values, by, today: spending.take_step(
            room=found, step=chosen, by=by, today=today, **values
        ),
    )
    return simple_act(request, act, contract)
