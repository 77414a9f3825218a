"""What providers propose, ask and explain in the portal, with room for the judgement."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts.choices import AskState
from contracts.models import CeilingAsk, ProcedureQuestion, ProviderProposal
from contracts.queries.proposals import changes_of
from contracts.services.questions import answer_question, judge
from inkoop.base.admin.bases import signed_in
from inkoop.base.services import record_client_read
from inkoop.desk.views.asking.production import MAY_JUDGE as MAY_JUDGE_FIGURES
from inkoop.desk.views.asking.production import handed_in
from kpis.models import IbpStatus

MAY_SEE, MAY_JUDGE = "contracts.view_providerproposal", "contracts.add_contractdecision"
SHOWN = 50
KINDS: dict[str, type[ProviderProposal] | type[CeilingAsk]] = {
    "voorstel": ProviderProposal,
    "ibp": CeilingAsk,
}
LONGEST = 2_000


def asking_page(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first; with ``stand=alles`` what was judged too, the newest first."""
    user = signed_in(request)
    if not user.has_perm(MAY_SEE):
        raise PermissionDenied
    every = request.GET.get("stand") == "alles"
    proposals = ProviderProposal.objects.visible_to(user).select_related("provider", "contract", "by")
    asks = CeilingAsk.objects.visible_to(user).select_related("provider", "ibp", "by")
    questions = ProcedureQuestion.objects.visible_to(user).select_related("provider", "procedure", "by")
    if not every:
        proposals, asks = proposals.filter(state=AskState.OPEN), asks.filter(state=AskState.OPEN)
        questions = questions.filter(answer="")
    order = "-pk" if every else "pk"
    listed = list(asks.order_by(order)[:SHOWN])
    context = {
        **admin.site.each_context(request),
        "title": "Vragen van aanbieders",
        "every": every,
        "proposals": [
            {"asked": one, "changes": changes_of(one)} for one in proposals.order_by(order)[:SHOWN]
        ],
        "asks": listed,
        "questions": list(questions.order_by(order)[:SHOWN]),
        "productions": handed_in(user),
        "may_judge": user.has_perm(MAY_JUDGE),
        "may_judge_figures": user.has_perm(MAY_JUDGE_FIGURES),
    }
    if listed:
        record_client_read(by=user, model=IbpStatus, path=request.get_full_path())
    return TemplateResponse(request, "desk/asking/list.html", context)


@require_POST
def judge_asked(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(MAY_JUDGE):
        raise PermissionDenied
    if kind not in KINDS:
        raise Http404
    rows: Any = KINDS[kind].objects.visible_to(user)
    asked = get_object_or_404(rows, pk=pk)
    agreed = request.POST.get("oordeel") == "akkoord"
    try:
        said = judge(asked=asked, agreed=agreed, reason=request.POST.get("reden", "")[:LONGEST], by=user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:asking_page"))


@require_POST
def answer_asked(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    if not user.has_perm(MAY_JUDGE):
        raise PermissionDenied
    question = get_object_or_404(ProcedureQuestion.objects.visible_to(user), pk=pk)
    answer = request.POST.get("antwoord", "").strip()[:LONGEST]
    if answer:
        answer_question(question=question, answer=answer, by=user)
        messages.success(request, "Het antwoord staat bij de procedure; elke aanbieder leest het.")
    else:
        messages.error(request, "Schrijf eerst een antwoord.")
    return HttpResponseRedirect(reverse("admin:asking_page"))
