"""The list of open proposals: read one, settle one, or approve several after a look."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.admin.contract_actions import done_by, turn_down
from contracts.forms.catalogue import ProductProposalForm
from contracts.forms.contracts import SettleForm
from contracts.models import PriceDecision, ProductCode, ProductDecision
from contracts.queries import open_proposals as queries
from contracts.queries.open_proposals import OpenProposal
from contracts.services.catalogue import approve_product, propose_product
from contracts.services.decisions import approve
from contracts.services.indexation import approve_indexation
from contracts.services.prices import approve_prices
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.base.rights import SEE_REGION

PERMISSION = {
    queries.CONTRACT: "contracts.change_contractdecision",
    queries.PRICES: "contracts.change_pricedecision",
    queries.PRODUCT: "contracts.change_productdecision",
    queries.INDEXATION: "contracts.change_indexationrun",
    queries.PARAMETERS: "base.change_parameterproposal",
}
PROPOSE_PRODUCT = "contracts.add_productdecision"
READABLE: dict[str, Any] = {queries.PRICES: PriceDecision, queries.PRODUCT: ProductDecision}


def _approve(one: OpenProposal, by: User, reason: str) -> None:
    today = timezone.localdate()
    if one.kind == queries.INDEXATION:
        approve_indexation(run=one.proposal, by=by, today=today, reason=reason)
        return
    calls: dict[str, Callable[..., Any]] = {
        queries.CONTRACT: approve,
        queries.PRICES: approve_prices,
        queries.PRODUCT: approve_product,
    }
    calls[one.kind](decision=one.proposal, by=by, today=today, reason=reason)


def proposals_page(request: HttpRequest) -> HttpResponse:
    """All open proposals; posted, those that were ticked, first to look at and then for good."""
    user = _allowed(request)
    everything = queries.open_proposals()
    rows = [(one, why_not(one, user)) for one in everything]
    chosen = [one for one, fault in rows if not fault and one.key in set(request.POST.getlist("voorstel"))]
    if request.method == "POST" and chosen and "zeker" in request.POST:
        return _approve_all(request, chosen, user)
    context = {
        **admin.site.each_context(request),
        "title": "Voorstellen",
        "rows": rows,
        "chosen": chosen,
        "fault": request.method == "POST" and not chosen,
        "any_open": any(not fault for _, fault in rows),
    }
    return TemplateResponse(request, "contracts/proposals.html", context)


def why_not(one: OpenProposal, user: User) -> str:
    """Why this person does not settle it; empty = may."""
    if not user.has_perm(PERMISSION[one.kind]):
        return "u mag dit niet vaststellen"
    if one.proposal.proposed_by_id == user.pk:
        return "eigen voorstel: een ander stelt het vast"
    return "open het voorstel: daar staat de proef" if one.kind == queries.PARAMETERS else ""


def _approve_all(request: HttpRequest, chosen: list[OpenProposal], user: User) -> HttpResponse:
    """Each by itself; one that cannot be does not hold up the others, and is named."""
    done = 0
    for one in chosen:
        try:
            _approve(one, user, "")
            done += 1
        except ValidationError as error:
            messages.error(request, f"{one.title}: {' '.join(error.messages)}")
    if done:
        messages.success(request, f"Vastgesteld: {counted(done, 'voorstel', 'voorstellen')}.")
    return HttpResponseRedirect(request.path)


def proposal_page(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One proposal about prices or a product; posted, it is settled."""
    user = _allowed(request)
    if kind not in READABLE:
        raise Http404
    rows = READABLE[kind].objects.select_related("proposed_by", "settled_by")
    proposal = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return _settle(request, kind, proposal, user)
    context = {
        **admin.site.each_context(request),
        "title": str(proposal),
        "kind": kind,
        "proposal": proposal,
        "lines": _lines(proposal) if kind == queries.PRICES else [],
        "changes": queries.product_changes(proposal) if kind == queries.PRODUCT else [],
        "is_own": proposal.proposed_by_id == user.pk,
        "may_settle": user.has_perm(PERMISSION[kind]) or proposal.proposed_by_id == user.pk,
    }
    return TemplateResponse(request, "contracts/proposal.html", context)


def _settle(request: HttpRequest, kind: str, proposal: Any, user: User) -> HttpResponse:
    verb = request.POST.get("doe", "")
    if verb != "intrekken" and not user.has_perm(PERMISSION[kind]):
        raise PermissionDenied
    if verb == "intrekken" and proposal.proposed_by_id != user.pk:
        raise PermissionDenied
    form = SettleForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        if verb == "vaststellen":
            _approve(OpenProposal(kind, proposal, "", "", ""), user, reason)
            told = "Vastgesteld: het voorstel geldt."
        elif verb in {"afwijzen", "intrekken"}:
            told = turn_down(proposal, verb, by=user, reason=reason)
        else:
            raise Http404
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return HttpResponseRedirect(request.path)


def _lines(proposal: PriceDecision) -> list[Any]:
    """Each with ``before``, the price that it follows on."""
    return list(queries.with_price_before(proposal.lines.select_related("product_code")))


def product_proposal_page(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new product, or with a code other features of one."""
    user = _allowed(request)
    if not user.has_perm(PROPOSE_PRODUCT):
        raise PermissionDenied
    product = get_object_or_404(ProductCode, code=code) if code else None
    form = ProductProposalForm(request.POST or None, product=product)
    made: list[ProductDecision] = []

    def propose() -> None:
        values = form.cleaned_data
        made.append(
            propose_product(
                code=code or values["code"],
                values=form.values,
                reason=values["reason"],
                by=user,
                product=product,
            )
        )

    if form.is_valid() and done_by(form, propose):
        messages.success(request, "Het voorstel ligt klaar. Een ander stelt het vast of wijst het af.")
        return HttpResponseRedirect(reverse("admin:proposal_page", args=[queries.PRODUCT, made[0].pk]))
    context = {
        **admin.site.each_context(request),
        "title": f"{product} wijzigen" if product else "Product toevoegen",
        "product": product,
        "form": form,
    }
    return TemplateResponse(request, "contracts/product_proposal.html", context)


def _allowed(request: HttpRequest) -> User:
    user = signed_in(request)
    if not (user.has_perm(SEE_REGION) and user.has_perm("contracts.view_contractdecision")):
        raise PermissionDenied
    return user
