"""IBPs: how far each is used, what one says about it, and what was decided."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.choices import CeilingAskKind
from contracts.models import CeilingAsk
from contracts.services.questions import ask_about_ceiling, withdraw
from inkoop.base.dutch import counted
from inkoop.base.services import record_client_read
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.ceilings import CeilingAskForm, ExplanationsForm
from inkoop.portal.queries.ceilings import ceilings, codes_of, own_months, wanted, with_details
from inkoop.portal.queries.figures import newest
from kpis.choices import ComputationName, IbpState
from kpis.models import IbpStatus
from providers.rules.roles import Task

PER_PAGE = 25


@provider_page(Task.CLIENTS)
def ceilings_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    computation = newest(ComputationName.IBP)
    rows = ceilings(visitor.provider, computation, visitor.user)
    state = request.GET.get("status", "")
    state = state if state in IbpState.values else ""
    asked = request.GET.get("zoek", "").strip()[:40]
    every = request.GET.get("ook") == "afgelopen"
    peildatum = computation.peildatum if computation else None
    found = wanted(rows, state=state, asked=asked, running_on=None if every else peildatum)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "title": "IBP's",
        "visitor": visitor,
        "figures": computation,
        "page": page,
        "rows": with_details(list(page.object_list), visitor.provider),
        "states": IbpState,
        "state": state,
        "asked": asked,
        "every": every,
        "may_explain": visitor.may(Task.EXPLAIN),
    }
    record_client_read(by=visitor.user, model=IbpStatus, path=request.path)
    return TemplateResponse(request, "portal/ceilings/list.html", context)


@provider_page(Task.CLIENTS)
def ceiling_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    """By the key of the IBP, which says nothing about the youth."""
    computation = newest(ComputationName.IBP)
    status = get_object_or_404(ceilings(visitor.provider, computation, visitor.user), ibp=pk)
    form = CeilingAskForm(request.POST or None) if visitor.may(Task.EXPLAIN) else None
    if form and form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            ask_about_ceiling(
                ibp=status.ibp,
                provider=visitor.provider,
                kind=CeilingAskKind(data["kind"]),
                text=data["text"],
                amount=data["amount"],
                by=visitor.user,
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Vastgelegd. De contractmanager ziet het bij dit IBP.")
            return HttpResponseRedirect(request.path)
    (row,) = with_details([status], visitor.provider)
    context = {
        "title": f"IBP {status.ibp.code}",
        "visitor": visitor,
        "figures": computation,
        "row": row,
        "months": own_months(status, visitor.provider, computation.peildatum) if computation else [],
        "form": form,
    }
    record_client_read(by=visitor.user, model=IbpStatus, object_id=pk, path=request.path)
    return TemplateResponse(request, "portal/ceilings/ceiling.html", context)


@provider_page(Task.EXPLAIN, Task.CLIENTS)
def bulk_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    form = ExplanationsForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        rows = form.cleaned_data["file"]
        faults = _keep_all(rows, visitor)
        if not faults:
            said = counted(len(rows), "toelichting is", "toelichtingen zijn")
            messages.success(request, f"{said} vastgelegd.")
            return HttpResponseRedirect(reverse("portal:ceilings"))
        for fault in faults:
            form.add_error("file", fault)
    context = {"title": "Toelichtingen uit een bestand", "visitor": visitor, "form": form}
    return TemplateResponse(request, "portal/ceilings/bulk.html", context)


def _keep_all(rows: list[tuple[str, str]], visitor: Visitor) -> list[str]:
    """Faults by row; without faults all of them are kept."""
    known: dict[str, Any] = codes_of(
        visitor.provider, [code for code, _ in rows], newest(ComputationName.IBP)
    )
    faults = [
        f"Rij {number}: {code} is geen IBP van {visitor.provider.name}."
        for number, (code, _) in enumerate(rows, start=1)
        if code not in known
    ]
    if not faults:
        with transaction.atomic():
            for code, text in rows:
                ask_about_ceiling(
                    ibp=known[code],
                    provider=visitor.provider,
                    kind=CeilingAskKind.EXPLANATION,
                    text=text,
                    by=visitor.user,
                )
    return faults[:20]


@provider_page(Task.EXPLAIN)
@require_POST
def withdraw_ask(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    own = CeilingAsk.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    ask = get_object_or_404(own, pk=pk)
    try:
        withdraw(asked=ask, by=visitor.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, "Ingetrokken.")
    return HttpResponseRedirect(reverse("portal:ceilings_one", args=[ask.ibp_id]))
