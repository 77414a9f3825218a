"""The list of decisions of the regio-overleg: asked, decided, and what became of them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.reports.choices import DecisionState
from inkoop.reports.forms import AskForm, DecideForm, DecisionForm, OutcomeForm
from inkoop.reports.models import BoardDecision
from inkoop.reports.services.deciding import ask, decide, settle
from inkoop.reports.views.asked import may_read_region

DECIDE = "reports.add_boarddecision"
LIST = "reports:decisions"
FORMS: dict[str, type[forms.ModelForm]] = {"vragen": AskForm, "besluit": DecisionForm}


@may_read_region
def decisions(request: HttpRequest) -> HttpResponse:
    """What is asked and what was decided, with what became of it; and two forms to add to it."""
    may_decide = request.user.has_perm(DECIDE)
    sent = request.POST.get("wat", "") if request.method == "POST" else ""
    made = {name: _form(kind, request, is_sent=name == sent) for name, kind in FORMS.items()}
    if request.method == "POST":
        if not may_decide or sent not in made:
            raise PermissionDenied
        if made[sent].is_valid():
            ask(**made[sent].cleaned_data, by=signed_in(request))
            messages.success(request, "Het besluit staat op de lijst.")
            return redirect(LIST)
    found = list(BoardDecision.objects.visible_to(request.user))
    context = {
        "title": "Besluiten van het regio-overleg",
        "asked": [one for one in found if one.state == DecisionState.ASKED],
        "decisions": [one for one in found if one.state != DecisionState.ASKED],
        "forms": made,
        "may_decide": may_decide,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "reports/decisions.html", context)


@may_read_region
def settle_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Decides what was asked, or says what became of a decision."""
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    decision = get_object_or_404(BoardDecision.objects.visible_to(request.user), pk=pk)
    is_asked = decision.state == DecisionState.ASKED
    kind = DecideForm if is_asked else OutcomeForm
    initial = {"decided_on": timezone.localdate()} if is_asked else {}
    form = kind(request.POST or None, instance=decision, initial=initial)
    if request.method == "POST" and form.is_valid():
        if is_asked:
            decide(asked=decision, **form.cleaned_data, by=signed_in(request))
        else:
            settle(decision=decision, **form.cleaned_data, by=signed_in(request))
        messages.success(request, "Het besluit is genomen." if is_asked else "De uitkomst is vastgelegd.")
        return redirect(LIST)
    context = {"title": decision.subject, "decision": decision, "form": form, "is_asked": is_asked}
    return TemplateResponse(request, "reports/decision.html", context)


def _form(kind: type[forms.ModelForm], request: HttpRequest, *, is_sent: bool) -> forms.ModelForm:
    return kind(
        request.POST if is_sent else None,
        initial={"decided_on": timezone.localdate()},
        auto_id=f"{kind.__name__}_%s",
    )
