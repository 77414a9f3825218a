"""Open house and aanbesteding: read the requirements, ask, apply, follow the judgement."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.choices import ProcedureDecision
from contracts.forms.procedures import offered_in
from contracts.models import Application, Decision, Lot
from contracts.queries.procedures.judging import judged_requirements, requirements_for
from contracts.queries.procedures.standing import with_standing
from contracts.services.procedures.applications import Given, register_application, take_out
from contracts.services.procedures.refusal import Refused
from contracts.services.questions import ask_about_procedure
from inkoop.base.models import Municipality
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.procedures import ApplyForm, QuestionForm
from inkoop.portal.queries.procedures import applications_of, listed, published, questions_for, standing
from providers.choices import EvidenceKind
from providers.models import Evidence
from providers.rules.roles import Task
from providers.services.evidence import record_evidence


@provider_page()
def procedures_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    context = {
        "title": "Open house en aanbesteding",
        "visitor": visitor,
        "procedures": listed(visitor.provider, timezone.localdate()),
    }
    return TemplateResponse(request, "portal/procedures/list.html", context)


@provider_page()
def procedure_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    procedure = get_object_or_404(with_standing(published()), pk=pk)
    own = [one for one in applications_of(visitor.provider) if one.lot.procedure_id == pk]
    form = QuestionForm(request.POST or None) if visitor.may(Task.APPLY) else None
    if form and form.is_bound and form.is_valid():
        ask_about_procedure(
            procedure=procedure, provider=visitor.provider, text=form.cleaned_data["text"], by=visitor.user
        )
        messages.success(request, "Uw vraag is gesteld. Het antwoord komt op deze pagina.")
        return HttpResponseRedirect(f"{request.path}#vragen")
    names = dict(Municipality.objects.values_list("pk", "name"))
    context = {
        "title": procedure.title,
        "visitor": visitor,
        "row": standing(procedure, own, timezone.localdate()),
        "procedure": procedure,
        "places": sorted(names[one] for one in procedure.municipality_ids if one in names),
        "lots": list(procedure.lots.prefetch_related("products__product_code", "criteria", "requirements")),
        "requirements": list(procedure.requirements.filter(lot=None)),
        "milestones": list(procedure.milestones.all()),
        "questions": list(questions_for(procedure, visitor.provider)),
        "form": form,
        "may_apply": visitor.may(Task.APPLY),
    }
    return TemplateResponse(request, "portal/procedures/procedure.html", context)


@provider_page(Task.APPLY)
def apply_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    lot = get_object_or_404(Lot.objects.filter(procedure__in=published()).select_related("procedure"), pk=pk)
    requirements = list(requirements_for(Application(lot=lot)))
    form = ApplyForm(request.POST or None, request.FILES or None, lot=lot, requirements=requirements)
    if form.is_bound and form.is_valid():
        try:
            application = _register(form, visitor)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Uw inschrijving is ontvangen. Hier volgt u de beoordeling.")
            return HttpResponseRedirect(reverse("portal:procedures_application", args=[application.pk]))
    row = standing(lot.procedure, [], timezone.localdate())
    context = {
        "title": f"Inschrijven voor {lot.name}",
        "visitor": visitor,
        "lot": lot,
        "row": row,
        "form": form,
    }
    return TemplateResponse(request, "portal/procedures/apply.html", context)


@transaction.atomic
def _register(form: ApplyForm, visitor: Visitor) -> Application:
    """Evidence and application together, or neither."""
    data = form.cleaned_data
    given = [Given(one, data[f"answer_{one.pk}"], _evidence(one, data, visitor)) for one in form.requirements]
    return register_application(
        lot=form.lot,
        provider=visitor.provider,
        submitted_on=timezone.localdate(),
        given=given,
        by=visitor.user,
        prices=offered_in(data),
    )


def _evidence(one: Any, data: dict[str, Any], visitor: Visitor) -> Evidence | None:
    if not data.get(f"file_{one.pk}"):
        return None
    return record_evidence(
        provider=visitor.provider,
        kind=EvidenceKind(one.evidence_kind),
        issued_on=data[f"issued_{one.pk}"],
        file=data[f"file_{one.pk}"],
        by=visitor.user,
    )


@provider_page()
def application_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    application = _application(visitor, pk)
    is_decided = application.outcome is not None
    context = {
        "title": f"Uw inschrijving voor {application.lot.name}",
        "visitor": visitor,
        "application": application,
        "outcome": ProcedureDecision(application.outcome).label if application.outcome else "",
        "decision": Decision.objects.filter(application=application).order_by("-pk").first(),
        "judged": judged_requirements(application),
        "is_decided": is_decided,
        "letters": list(application.letters.defer("content")),
        "may_withdraw": visitor.may(Task.APPLY) and not is_decided,
    }
    return TemplateResponse(request, "portal/procedures/application.html", context)


@provider_page(Task.APPLY)
@require_POST
def withdraw_application(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    application = _application(visitor, pk)
    try:
        take_out(
            application=application,
            kind=ProcedureDecision.RETRACTED,
            on=timezone.localdate(),
            reason="ingetrokken door de aanbieder",
            by=visitor.user,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Uw inschrijving is ingetrokken.")
    return HttpResponseRedirect(reverse("portal:procedures_application", args=[pk]))


def _application(visitor: Visitor, pk: int) -> Any:
    own = Application.objects.visible_to(visitor.user).filter(provider=visitor.provider)
    return get_object_or_404(own.with_outcome().select_related("lot__procedure", "contract"), pk=pk)
