"""What people do on the page of a contract: each act is a form, a right and one service call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.choices import DecisionKind, ProcurementForm
from contracts.forms.contracts import (
    ContractForm,
    DecisionForm,
    DetailsForm,
    DocumentForm,
    EndingForm,
    LumpSumForm,
    PriceForm,
    SettleForm,
    TermsForm,
)
from contracts.forms.spending import RoomForm
from contracts.models import Contract
from contracts.queries.contract_page import readable_terms
from contracts.queries.status import current_version
from contracts.rules.terms import write_options
from contracts.services import decisions, details, prices, spending
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User

Values = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """``do`` gets the contract, the values of the form, who, and today; ``done`` is what the person reads."""

    title: str
    explanation: str
    permission: str
    button: str
    done: str
    form: Callable[..., forms.Form]
    do: Callable[[Contract, Values, User, date], Any]
    initial: Callable[[Contract, date], Values] = lambda _contract, _today: {}
    needs_contract: bool = False


def _ending(kind: DecisionKind) -> Callable[[Contract, Values, User, date], Any]:
    def propose(contract: Contract, values: Values, by: User, today: date) -> Any:
        return decisions.propose_ending(contract=contract, kind=kind, by=by, today=today, **values)

    return propose


def _addendum(contract: Contract, values: Values, by: User, today: date) -> Any:
    return decisions.propose_addendum(
        contract=contract,
        terms=values.pop("terms"),
        form=ProcurementForm(values["form"]),
        municipalities=values["municipalities"],
        reason=values["reason"],
        decided_on=values["decided_on"],
        by=by,
        today=today,
    )


def _terms_now(contract: Contract, today: date) -> Values:
    version = current_version(contract, as_of=today)
    if version is None:
        raise Http404
    terms = readable_terms(version)
    return {
        "form": version.form,
        "begin": terms.begin,
        "end": terms.end,
        "options": write_options(terms.options),
        "notice_months": terms.notice_months,
        "municipalities": version.municipality_ids,
    }


def _price(contract: Contract, values: Values, by: User, today: date) -> Any:
    return prices.propose_prices(
        contract=contract,
        prices=[values["price"]],
        reason=values["reason"],
        decided_on=values["decided_on"],
        by=by,
        today=today,
    )


def _details_now(contract: Contract, _today: date) -> Values:
    return {
        "responsible": contract.responsible,
        "predecessor": contract.predecessor or "",
        "evaluate_on": contract.evaluate_on,
    }


def _add_document(contract: Contract, values: Values, by: User, _today: date) -> Any:
    file = values["file"]
    return details.add_document(
        contract=contract, title=values["title"], file_name=file.name, content=file.read(), by=by
    )


def _set_room(contract: Contract, values: Values, by: User, today: date) -> Any:
    amount = values.pop("cents")
    return spending.set_spending_room(contract=contract, amount=amount, by=by, today=today, **values)


PROPOSED = "Het voorstel ligt klaar. Een ander stelt het vast of wijst het af."
NEEDS_ANOTHER = "Het voorstel geldt pas als een ander het heeft vastgesteld."

ACTS = {
    "verlengen": Act(
        "Verlengen met de volgende optie",
        f"Het contract loopt dan door vanaf de dag na het einde; opzegdag en optiedag schuiven mee. {NEEDS_ANOTHER}",
        "contracts.add_contractdecision",
        "Verlenging voorstellen",
        PROPOSED,
        DecisionForm,
        lambda contract, values, by, today: decisions.propose_extension(
            contract=contract, by=by, today=today, **values
        ),
    ),
    "opzeggen": Act(
        "Opzeggen",
        f"Het nieuwe einde houdt de opzegtermijn aan. Open opties vervallen. {NEEDS_ANOTHER}",
        "contracts.add_contractdecision",
        "Opzegging voorstellen",
        PROPOSED,
        EndingForm,
        _ending(DecisionKind.NOTICE),
    ),
    "ontbinden": Act(
        "Ontbinden",
        f"Voor een einde zonder opzegtermijn, bijvoorbeeld na fraude of zonder cliënten. {NEEDS_ANOTHER}",
        "contracts.add_contractdecision",
        "Ontbinding voorstellen",
        PROPOSED,
        EndingForm,
        _ending(DecisionKind.DISSOLVE),
    ),
    "addendum": Act(
        "Addendum",
        f"Andere voorwaarden dan er nu gelden. De oude blijven leesbaar. {NEEDS_ANOTHER}",
        "contracts.add_contractdecision",
        "Addendum voorstellen",
        PROPOSED,
        TermsForm,
        _addendum,
        _terms_now,
    ),
    "tarief": Act(
        "Tarief voorstellen",
        f"Een nieuw product bij dit contract, of een ander tarief vanaf een dag. Eerdere dagen houden hun tarief. "
        f"{NEEDS_ANOTHER}",
        "contracts.add_pricedecision",
        "Tarief voorstellen",
        PROPOSED,
        PriceForm,
        _price,
    ),
    "gegevens": Act(
        "Verantwoordelijke, voorganger en evaluatie",
        "De verantwoordelijke krijgt de termijnen van dit contract in de lijst en in de mail.",
        "contracts.change_contract",
        "Bewaren",
        "De gegevens zijn bewaard.",
        DetailsForm,
        lambda contract, values, by, _today: details.change_details(contract=contract, by=by, **values),
        _details_now,
        needs_contract=True,
    ),
    "document": Act(
        "Document toevoegen",
        "Een document wordt niet gewijzigd of vervangen; voeg een nieuwe versie ernaast toe. Zet hier geen stukken "
        "over een cliënt neer.",
        "contracts.add_contractdocument",
        "Toevoegen",
        "Het document is toegevoegd.",
        DocumentForm,
        _add_document,
    ),
    "vast-bedrag": Act(
        "Vast bedrag in termijnen",
        "De termijnen zijn samen precies het bedrag en komen in de lijst met termijnen.",
        "contracts.add_lumpsum",
        "Vastleggen",
        "Het bedrag en de termijnen zijn vastgelegd.",
        LumpSumForm,
        lambda contract, values, by, _today: details.agree_lump_sum(contract=contract, by=by, **values),
    ),
    "plafond": Act(
        "Bestedingsruimte",
        "Een plafond per kalenderjaar voor het hele contract, een categorie of een product. Een ander bedrag is een "
        "nieuwe regel; de stappen beginnen dan opnieuw.",
        "contracts.add_spendingroom",
        "Vastleggen",
        "De bestedingsruimte is vastgelegd.",
        RoomForm,
        _set_room,
        lambda _contract, today: {"year": today.year},
        needs_contract=True,
    ),
}


def act_on_contract(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The form of one act, and the act itself when it is filled in."""
    act = ACTS.get(name)
    if act is None:
        raise Http404
    contract = visible_contract(request, pk, act.permission)
    today = timezone.localdate()
    extra = {"contract": contract} if act.needs_contract else {}
    initial = act.initial(contract, today)
    form = act.form(request.POST or None, request.FILES or None, initial=initial, **extra)
    if form.is_valid() and done_by(
        form, lambda: act.do(contract, values_of(form), signed_in(request), today)
    ):
        messages.success(request, act.done)
        return to_contract(contract)
    return form_page(request, act, form, contract=contract)


def add_contract(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("contracts.add_contractdecision"):
        raise PermissionDenied
    act = Act(
        "Contract toevoegen",
        f"Een nieuw contract begint als concept. Tarieven stelt u daarna voor, of ze volgen met een aanlevering. "
        f"{NEEDS_ANOTHER}",
        "contracts.add_contractdecision",
        "Contract voorstellen",
        PROPOSED,
        ContractForm,
        lambda _contract, _values, _by, _today: None,
    )
    form = ContractForm(request.POST or None)
    made: list[Any] = []
    if form.is_valid():
        values = values_of(form) | {"form": ProcurementForm(form.cleaned_data["form"])}
        for name in ("begin", "end", "options", "notice_months"):
            values.pop(name)
        if done_by(form, lambda: made.append(decisions.propose_contract(by=signed_in(request), **values))):
            messages.success(request, PROPOSED)
            return to_contract(made[0].contract)
    return form_page(request, act, form, contract=None)


def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, reject or withdraw the open proposal of a contract."""
    contract = visible_contract(request, pk, "contracts.view_contract")
    number = request.POST.get("voorstel", "")
    decision = get_object_or_404(contract.decisions.all(), pk=int(number) if number.isdigit() else None)
    verb, by, today = request.POST.get("doe"), signed_in(request), timezone.localdate()
    needed = "add" if verb == "intrekken" else "change"
    if not request.user.has_perm(f"contracts.{needed}_contractdecision"):
        raise PermissionDenied
    form = SettleForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if verb == "vaststellen":
            decisions.approve(decision=decision, by=by, today=today, reason=reason)
            told = "Vastgesteld: de voorwaarden gelden vanaf vandaag."
        elif verb in {"afwijzen", "intrekken"}:
            told = turn_down(decision, verb, by=by, reason=reason)
        else:
            raise Http404
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return to_contract(contract)


def turn_down(proposal: Any, verb: str, *, by: User, reason: str) -> str:
    """Reject or withdraw; returns what the person reads. Raises ValidationError without a reason."""
    if not reason:
        raise ValidationError("Geef een toelichting: waarom gaat dit niet door?")
    call = decisions.reject if verb == "afwijzen" else decisions.withdraw
    call(decision=proposal, by=by, reason=reason)
    return f"Het voorstel is {'afgewezen' if verb == 'afwijzen' else 'ingetrokken'}."


def visible_contract(request: HttpRequest, pk: int, permission: str) -> Contract:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(
        Contract.objects.visible_to(request.user).select_related("provider", "predecessor"), pk=pk
    )


def to_contract(contract: Contract) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:contracts_contract_change", args=[contract.pk]))


def simple_act(request: HttpRequest, act: Act, contract: Contract) -> HttpResponse:
    form = act.form(request.POST or None)
    today = timezone.localdate()
    if form.is_valid() and done_by(
        form, lambda: act.do(contract, values_of(form), signed_in(request), today)
    ):
        messages.success(request, act.done)
        return to_contract(contract)
    return form_page(request, act, form, contract=contract)


def values_of(form: forms.Form) -> Values:
    terms = {"terms": form.terms} if isinstance(form, TermsForm) else {}
    price = {"price": form.price} if isinstance(form, PriceForm) else {}
    return {**form.cleaned_data, **terms, **price}


def done_by(form: forms.BaseForm, call: Callable[[], Any]) -> bool:
    """Whether the service did it; what it objects to stands above the form."""
    try:
        call()
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def form_page(request: HttpRequest, act: Act, form: forms.Form, *, contract: Contract | None) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": act.title,
        "act": act,
        "form": form,
        "contract": contract,
    }
    return TemplateResponse(request, "contracts/act.html", context)
