"""The contracts of a provider, what stands in the register, and proposals to change either."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.choices import ContractStatus, ProcurementForm, ProposalKind
from contracts.models import Contract, ProviderProposal, SpendingRoom
from contracts.queries.contract_page import municipality_names, readable_terms, tariffs_of
from contracts.queries.proposals import changes_of
from contracts.queries.spending import room_states
from contracts.queries.status import current_version, with_status
from contracts.services.questions import propose, withdraw
from inkoop.base.parameters import values_at
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.proposals import FORMS, OF_A_CONTRACT, ProductsForm, ProposalForm
from providers.models import Contact, Location
from providers.rules.roles import Task

SHOWN = 20


@provider_page()
def contracts_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    today = timezone.localdate()
    own = Contract.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    contracts = sorted(with_status(own, today=today), key=lambda one: (one.status == "afgelopen", one.number))  # type: ignore[attr-defined]  # annotated
    provider = visitor.provider
    context = {
        "title": "Contracten",
        "visitor": visitor,
        "contracts": [_row(one) for one in contracts],
        "locations": list(provider.locations.all()),
        "contacts": list(provider.contacts.all()),
        "subcontractors": list(provider.subcontractors.all()),
        "evidence": list(provider.evidence.order_by("kind", "-issued_on")),
        "proposals": _proposals(visitor),
        "may_propose": visitor.may(Task.PROPOSE),
        "may_report": visitor.may(Task.REPORT),
        "today": today,
    }
    return TemplateResponse(request, "portal/contracts/list.html", context)


def _row(contract: Any) -> dict[str, Any]:
    return {
        "contract": contract,
        "form": ProcurementForm(contract.form).label if contract.form else "",
        "status": ContractStatus(contract.status).label,
        "is_running": contract.status in {ContractStatus.RUNNING, ContractStatus.ENDING},
    }


def _proposals(visitor: Visitor, **only: Any) -> list[dict[str, Any]]:
    rows = ProviderProposal.objects.visible_to(visitor.user).filter(provider=visitor.provider, **only)
    found = rows.select_related("contract", "by", "provider")[:SHOWN]
    return [{"proposal": one, "changes": changes_of(one)} for one in found]


@provider_page()
def contract_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    contract, today = _contract(visitor, pk), timezone.localdate()
    version = current_version(contract, as_of=today)
    day = _asked_day(request, today)
    names = municipality_names()
    rooms = SpendingRoom.objects.visible_to(visitor.user).filter(contract=contract, year__gte=today.year - 1)
    context = {
        "title": f"Contract {contract.number}",
        "visitor": visitor,
        "contract": contract,
        "version": version,
        "form": ProcurementForm(version.form).label if version else "",
        "terms": readable_terms(version) if version else None,
        "places": sorted(names[pk] for pk in version.municipality_ids if pk in names) if version else [],
        "tariffs": tariffs_of(contract, day, as_of=today),
        "day": day,
        "rooms": room_states(rooms, today=today, parameters=values_at(today)),
        "documents": list(contract.documents.all()),
        "proposals": _proposals(visitor, contract=contract),
        "may_propose": visitor.may(Task.PROPOSE) and version is not None,
    }
    return TemplateResponse(request, "portal/contracts/contract.html", context)


@provider_page(Task.PROPOSE)
def proposal_page(request: HttpRequest, visitor: Visitor, kind: str) -> HttpResponse:
    """The form of one kind; ``contract`` and ``wijzig`` in the query string say of what."""
    if kind not in ProposalKind.values:
        raise Http404
    form = _form(request, visitor, ProposalKind(kind))
    if form.is_bound and form.is_valid():
        try:
            propose(
                provider=visitor.provider,
                kind=ProposalKind(kind),
                details=form.details,
                contract=form.contract,
                subject_id=getattr(form.subject, "pk", None),
                reason=form.cleaned_data["reason"],
                by=visitor.user,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Uw voorstel is ingediend. De contractmanager beoordeelt het.")
            return HttpResponseRedirect(_back(form))
    context = {
        "title": TITLES[ProposalKind(kind)],
        "visitor": visitor,
        "form": form,
        "contract": form.contract,
        "back": _back(form),
    }
    return TemplateResponse(request, "portal/contracts/proposal.html", context)


TITLES = {
    ProposalKind.CONTACT: "Contactpersoon voorstellen",
    ProposalKind.LOCATION: "Locatie voorstellen",
    ProposalKind.SUBCONTRACTOR: "Onderaannemer voorstellen",
    ProposalKind.PRODUCTS: "Andere producten voorstellen",
    ProposalKind.MUNICIPALITIES: "Andere gemeenten voorstellen",
    ProposalKind.TERMINATION: "Contract opzeggen",
}


@provider_page(Task.PROPOSE)
@require_POST
def withdraw_proposal(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    own = ProviderProposal.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    proposal = get_object_or_404(own, pk=pk)
    try:
        withdraw(asked=proposal, by=visitor.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "Het voorstel is ingetrokken.")
    return HttpResponseRedirect(reverse("portal:contracts"))


def _form(request: HttpRequest, visitor: Visitor, kind: ProposalKind) -> ProposalForm:
    contract = subject = None
    if kind in OF_A_CONTRACT:
        contract = _contract(visitor, _number(request.GET.get("contract")))
    elif wanted := request.GET.get("wijzig"):
        model: Any = {ProposalKind.CONTACT: Contact, ProposalKind.LOCATION: Location}.get(kind)
        if model is None:
            raise Http404
        own = model.objects.visible_to(visitor.user).filter(provider=visitor.provider)
        subject = get_object_or_404(own, pk=_number(wanted))
    options: dict[str, Any] = {"provider": visitor.provider, "contract": contract, "subject": subject}
    if kind == ProposalKind.PRODUCTS and contract is not None:
        today = timezone.localdate()
        options["now"] = [one.product_code.code for one in tariffs_of(contract, today, as_of=today)]
    form_class: Any = ProductsForm if kind == ProposalKind.PRODUCTS else FORMS[kind]
    form: ProposalForm = form_class(request.POST or None, **options)
    return form


def _back(form: ProposalForm) -> str:
    if form.contract is not None:
        return reverse("portal:contracts_one", args=[form.contract.pk])
    return reverse("portal:contracts")


def _contract(visitor: Visitor, pk: int) -> Contract:
    own = Contract.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    found: Contract = get_object_or_404(own, pk=pk)
    return found


def _number(text: str | None) -> int:
    if not text or not text.isdecimal():
        raise Http404
    return int(text)


def _asked_day(request: HttpRequest, today: date) -> date:
    try:
        return date.fromisoformat(request.GET.get("op", ""))
    except ValueError:
        return today
