"""Applications: receive one, judge or score it, decide about it, make the contract."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.choices import ProcedureDecision
from contracts.forms.procedures import ApplicationForm, offered_in
from contracts.models import Application, Assessment, Letter, Lot
from contracts.models.procedures.assessments import revealed_applications, with_done
from contracts.queries.procedures.judging import judged_requirements, outcome_of, requirements_for
from contracts.queries.procedures.offers import offers_of, price_criterion
from contracts.queries.procedures.ranking import agreed_points
from contracts.queries.procedures.standing import state_of
from contracts.services.procedures.applications import Given, register_application
from contracts.services.procedures.refusal import Refused
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.desk.views.actions import perform
from inkoop.desk.views.procedures.acting import application_actions
from inkoop.desk.views.procedures.procedure import MAY_ACT, state_in_words
from providers.choices import EvidenceKind
from providers.models import Evidence, Provider
from providers.services.evidence import record_evidence


def application_add(request: HttpRequest, lot_id: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(MAY_ACT):
        raise PermissionDenied
    lot = get_object_or_404(Lot.objects.visible_to(user).select_related("procedure"), pk=lot_id)
    requirements = list(requirements_for(Application(lot=lot)))
    make = partial(ApplicationForm, lot=lot, requirements=requirements)
    form = make(request.POST, request.FILES) if request.method == "POST" else make()
    if form.is_valid():
        try:
            application = _register(lot, form, user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "De inschrijving is ontvangen.")
            return HttpResponseRedirect(reverse("admin:application_page", args=[application.pk]))
    context = {
        **admin.site.each_context(request),
        "title": "Inschrijving vastleggen",
        "lot": lot,
        "procedure": lot.procedure,
        "form": form,
    }
    return TemplateResponse(request, "desk/procedures/application_add.html", context)


@transaction.atomic
def _register(lot: Lot, form: ApplicationForm, user: User) -> Application:
    """Evidence and application together, or neither."""
    data = form.cleaned_data
    given = [
        Given(one, data.get(f"answer_{one.pk}", ""), _evidence(data["provider"], one, data, user))
        for one in form.requirements
    ]
    return register_application(
        lot=lot,
        provider=data["provider"],
        submitted_on=data["submitted_on"],
        given=given,
        by=user,
        prices=offered_in(data),
    )


def _evidence(provider: Provider, one: Any, data: dict[str, Any], user: User) -> Evidence | None:
    file = data.get(f"file_{one.pk}")
    if not file:
        return None
    return record_evidence(
        provider=provider,
        kind=EvidenceKind(one.evidence_kind),
        issued_on=data[f"issued_{one.pk}"],
        file=file,
        by=user,
    )


def application_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("contracts.view_application"):
        raise PermissionDenied
    found = with_done(Application.objects.visible_to(user).with_outcome())
    application = get_object_or_404(
        found.select_related("lot__procedure", "provider", "contract", "window"), pk=pk
    )
    actions = application_actions(application, user)
    if (done := perform(request, actions)) is not None:
        return done
    seen = Assessment.objects.filter(application=application).visible_to(user)
    judged = judged_requirements(application)
    context = {
        **admin.site.each_context(request),
        "title": application.provider.name,
        "application": application,
        "procedure": application.lot.procedure,
        "lot": application.lot,
        "state": state_in_words(application),
        "procedure_state": state_of(application.lot.procedure, timezone.localdate()),
        "actions": actions,
        "judged": judged,
        "outcome": outcome_of(judged),
        **_scored(application, seen),
        "is_admission": not application.lot.procedure.is_tender,
        "decisions": application.decisions.select_related("by"),
        "letters": Letter.objects.visible_to(user).filter(application=application).defer("content"),
        "is_undecided": application.outcome is None,
        "kinds": ProcedureDecision,
    }
    return TemplateResponse(request, "desk/procedures/application.html", context)


def _scored(application: Application, seen: Any) -> dict[str, Any]:
    """``scores``: per criterion the points that the user may see, and what was agreed once everybody may.

    ``offer``: the prices, sealed until nobody has to score any more; ``is_sealed`` says that there are any.
    """
    criteria = list(application.lot.criteria.all())
    price = price_criterion(criteria)
    offers = offers_of(application.lot, price)
    assessments = list(
        seen.filter(finished_at__isnull=False).select_related("assessor").prefetch_related("scores")
    )
    agreed = agreed_points(application.lot, criteria, offers)[application.pk]
    settled = {one.criterion_id: one for one in application.consensus.select_related("by")}
    everybody = len(assessments) >= application.needed and len(assessments) > 1
    revealed = everybody and revealed_applications().filter(pk=application.pk).exists()
    offer = offers.get(application.pk)
    scores = [
        {
            "criterion": criterion,
            "given": [
                (one.assessor, score)
                for one in assessments
                for score in one.scores.all()
                if score.criterion_id == criterion.pk
            ],
            "agreed": agreed.get(criterion.pk) if (revealed if criterion == price else everybody) else None,
            "consensus": settled.get(criterion.pk),
            "reason": offer.reason if offer and revealed and criterion == price else "",
        }
        for criterion in criteria
    ]
    return {
        "scores": scores,
        "offer": offer if revealed else None,
        "is_sealed": offer is not None and not revealed,
    }


def letter_file(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm("contracts.view_application"):
        raise PermissionDenied
    letter = get_object_or_404(
        Letter.objects.visible_to(user).select_related(
            "application__lot__procedure", "application__provider"
        ),
        pk=pk,
    )
    application = letter.application
    name = f"{application.lot.procedure.code}-{application.lot.number}-{application.provider.agb}-{letter.kind}.pdf"
    response = HttpResponse(bytes(letter.content), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """The paper itself, as a download that the browser does not open as a page."""
    user = signed_in(request)
    if not user.has_perm("providers.view_evidence"):
        raise PermissionDenied
    evidence = get_object_or_404(Evidence.objects.visible_to(user), pk=pk)
    if not evidence.file:
        raise Http404
    try:
        content = evidence.file.open("rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(content, as_attachment=True, filename=evidence.file_name or "bewijs")
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    return response
