"""The pages of indexation: figures, a proposal with every tariff, and its approval as a whole."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.admin.contract_actions import Act, done_by, form_page, turn_down, values_of
from contracts.choices import IndexMethod
from contracts.forms.contracts import SettleForm
from contracts.forms.indexation import PublicationForm, RunForm
from contracts.models import IndexationRun, IndexPublication
from contracts.queries.indexation import effect_per_provider, lines_of, totals_of
from contracts.services import indexation
from contracts.transfer.files import write_csv
from inkoop.base.admin.bases import signed_in
from inkoop.base.rights import SEE_REGION

LINES_SHOWN = 200
HEADER = (
    "contractnummer",
    "agb",
    "aanbieder",
    "productcode",
    "percentage",
    "tarief_oud",
    "tarief_nieuw",
    "verschil",
    "gedeclareerd",
    "effect",
    "reden",
)


def indexation_page(request: HttpRequest) -> HttpResponse:
    _allowed(request, "contracts.view_indexationrun")
    publications = IndexPublication.objects.prefetch_related("components").select_related("author")
    context = {
        **admin.site.each_context(request),
        "title": "Indexatie",
        "publications": [(one, indexation.index_from(one)) for one in publications],
        "runs": IndexationRun.objects.select_related("publication", "proposed_by", "settled_by"),
    }
    return TemplateResponse(request, "contracts/indexation.html", context)


def publish_page(request: HttpRequest) -> HttpResponse:
    """Index figures as published."""
    _allowed(request, "contracts.add_indexpublication")
    act = Act(
        "Indexcijfers vastleggen",
        "Neem over wat gepubliceerd is. Cijfers worden niet gewijzigd: een correctie is een nieuwe versie.",
        "contracts.add_indexpublication",
        "Vastleggen",
        "De indexcijfers zijn vastgelegd.",
        PublicationForm,
        lambda _contract, _values, _by, _today: None,
    )
    form = PublicationForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
    if form.is_valid() and done_by(form, lambda: _publish(request, form)):
        messages.success(request, act.done)
        return HttpResponseRedirect(reverse("admin:indexation_page"))
    return form_page(request, act, form, contract=None)


def _publish(request: HttpRequest, form: PublicationForm) -> None:
    values = form.cleaned_data
    indexation.publish_index(
        year=values["year"],
        version=values["version"],
        source=values["source"],
        method=IndexMethod(values["method"]),
        decimals=values["decimals"],
        components=form.components,
        by=signed_in(request),
    )


def propose_page(request: HttpRequest) -> HttpResponse:
    """A proposal for all tariffs."""
    _allowed(request, "contracts.add_indexationrun")
    act = Act(
        "Indexatie voorstellen",
        "Er verandert nog niets: u krijgt alle tarieven te zien met oud, nieuw, verschil en effect op de begroting. "
        "Een ander stelt het geheel vast.",
        "contracts.add_indexationrun",
        "Voorstel maken",
        "Het voorstel ligt klaar. Een ander stelt het vast of wijst het af.",
        RunForm,
        lambda _contract, _values, _by, _today: None,
    )
    form = RunForm(request.POST or None)
    made: list[IndexationRun] = []

    def propose() -> None:
        by, today = signed_in(request), timezone.localdate()
        made.append(indexation.propose_indexation(by=by, today=today, **values_of(form)))

    if form.is_valid() and done_by(form, propose):
        messages.success(request, act.done)
        return HttpResponseRedirect(reverse("admin:indexation_run", args=[made[0].pk]))
    return form_page(request, act, form, contract=None)


def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk, "contracts.view_indexationrun")
    agb = request.GET.get("agb", "").strip()
    lines = list(lines_of(run, agb)[: LINES_SHOWN + 1])
    context = {
        **admin.site.each_context(request),
        "title": str(run),
        "run": run,
        "components": list(run.publication.components.all()),
        "total_share": run.total / 100,
        "without_share": run.without_correction / 100,
        "totals": totals_of(run),
        "providers": list(effect_per_provider(run)),
        "lines": lines[:LINES_SHOWN],
        "more": len(lines) > LINES_SHOWN,
        "agb": agb,
        "is_own_proposal": run.proposed_by_id == signed_in(request).pk,
    }
    return TemplateResponse(request, "contracts/indexation_run.html", context)


def run_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All lines as a file; amounts in cents."""
    run = _run(request, pk, "contracts.view_indexationrun")
    rows = []
    for line in lines_of(run):
        contract = line.tariff.contract
        row: list[Any] = [contract.number, contract.provider.agb, contract.provider.name]
        row += [line.tariff.product_code.code, line.percentage, line.old_cents, line.new_cents]
        row += [line.new_cents - line.old_cents, line.declared, line.effect, line.skipped]
        rows.append(row)
    name = f"indexatie-{run.effective_on:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write_csv(HEADER, rows), content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
def settle_run(request: HttpRequest, pk: int) -> HttpResponse:
    verb = request.POST.get("doe")
    needed = "add" if verb == "intrekken" else "change"
    run = _run(request, pk, f"contracts.{needed}_indexationrun")
    form = SettleForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    by = signed_in(request)
    try:
        if verb == "vaststellen":
            indexation.approve_indexation(run=run, by=by, today=timezone.localdate(), reason=reason)
            told = "De indexatie is vastgesteld; de nieuwe tarieven gelden vanaf de ingangsdag."
        elif verb in {"afwijzen", "intrekken"}:
            told = turn_down(run, verb, by=by, reason=reason)
        else:
            raise Http404
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:indexation_run", args=[run.pk]))


def _allowed(request: HttpRequest, permission: str) -> None:
    if not (request.user.has_perm(permission) and request.user.has_perm(SEE_REGION)):
        raise PermissionDenied


def _run(request: HttpRequest, pk: int, permission: str) -> IndexationRun:
    _allowed(request, permission)
    related = ("publication", "proposed_by", "settled_by", "delivery")
    return get_object_or_404(IndexationRun.objects.select_related(*related), pk=pk)
