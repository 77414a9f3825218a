"""Review rounds for contract managers, and the form of a jeugdprofessional behind a link or an account."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from contracts.services.procedures.refusal import Refused
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from inkoop.base.rights import SEE_REGION
from inkoop.desk.queries.kpis import surveys
from inkoop.desk.queries.reviews import per_municipality, per_provider
from inkoop.desk.views.actions import Action, perform
from kpis.forms.quality import OutcomeForm, RoundForm, SureForm
from kpis.models import Review, ReviewIncident, ReviewInvitation, ReviewRound
from kpis.queries.reviews import providers_to_review, rounds_with_response
from kpis.rules.tasks import newest_period
from kpis.services.reviews import (
    Given,
    LinkGone,
    invitation_behind,
    invitation_of,
    open_round,
    renew_link,
    report_incident,
    save_reviews,
    send_invitations,
    settle_incident,
)
from providers.models import Provider

LONG = 12
"""From so many providers on the form can be searched."""
WRONG_SCORE = "Vul bij {} een heel cijfer van 1 tot en met 10 in, of laat het leeg."


def rounds_page(request: HttpRequest) -> HttpResponse:
    user = _viewer(request)
    actions = [_open(user)] if user.has_perm("kpis.add_reviewround") else []
    if done := perform(request, actions):
        return done
    incidents = ReviewIncident.objects.visible_to(user).select_related("provider", "municipality", "reviewer")
    context = {
        **admin.site.each_context(request),
        "title": "Beoordelingsrondes",
        "rounds": rounds_with_response(),
        "incidents": incidents.filter(settled_on=None),
        "today": timezone.localdate(),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/rounds.html", context)


def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = _viewer(request)
    found = get_object_or_404(ReviewRound.objects.visible_to(user), pk=pk)
    actions = [_send(found)] if user.has_perm("kpis.change_reviewround") else []
    if request.method == "POST" and "uitnodiging" in request.POST:
        return _renew(request, found, user)
    if done := perform(request, actions):
        return done
    today = timezone.localdate()
    context = {
        **admin.site.each_context(request),
        "title": f"Beoordelingen over het {found}",
        "round": found,
        "is_open": found.opens_on <= today <= found.closes_on,
        "places": per_municipality(found),
        "invitations": found.invitations.select_related("reviewer__municipality"),
        "results": per_provider(found, today),
        "minimum": value_at("review_minimum", today),
        "may_change": user.has_perm("kpis.change_reviewround"),
        "actions": actions,
    }
    return TemplateResponse(request, "desk/kpis/round.html", context)


def incident_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = _viewer(request)
    found = get_object_or_404(ReviewIncident.objects.visible_to(user).select_related("provider"), pk=pk)

    def run(data: dict[str, Any]) -> str:
        settle_incident(incident=found, outcome=data["outcome"], on=timezone.localdate(), by=user)
        return "De bijzonderheid is afgehandeld."

    may = user.has_perm("kpis.change_reviewincident") and found.settled_on is None
    actions = (
        [Action("afhandelen", "Afhandelen", "Afhandelen", OutcomeForm, run, is_open=True)] if may else []
    )
    if done := perform(request, actions):
        return done
    title = f"Bijzonderheid bij {found.provider.name}"
    context = {**admin.site.each_context(request), "title": title, "incident": found, "actions": actions}
    return TemplateResponse(request, "desk/kpis/incident.html", context)


def satisfaction_page(request: HttpRequest) -> HttpResponse:
    _viewer(request)
    agb = request.GET.get("aanbieder", "").strip()
    provider = Provider.objects.filter(agb=agb).first() if agb else None
    context = {
        **admin.site.each_context(request),
        "title": "Cliënttevredenheid",
        "rows": surveys(timezone.localdate(), provider),
        "provider": provider,
    }
    return TemplateResponse(request, "desk/kpis/satisfaction.html", context)


@never_cache
def review_form(request: HttpRequest, token: str) -> HttpResponse:
    """No account needed: the link is personal, signed, and stops working when the review is submitted."""
    today = timezone.localdate()
    try:
        invitation = invitation_behind(token, today=today)
    except LinkGone as gone:
        return _public(request, "desk/kpis/review_gone.html", {"reason": str(gone)}, status=410)
    return _fill_in(request, invitation, today)


@never_cache
@login_required
def own_review(request: HttpRequest) -> HttpResponse:
    """The same form behind one's own account, for who lost the mail or does not trust links."""
    try:
        invitation = invitation_of(signed_in(request), today=timezone.localdate())
    except LinkGone as gone:
        return _public(request, "desk/kpis/review_gone.html", {"reason": str(gone)}, status=404)
    return _fill_in(request, invitation, timezone.localdate())


def _fill_in(request: HttpRequest, invitation: ReviewInvitation, today: date) -> HttpResponse:
    if invitation.submitted_at is not None:
        return _public(request, "desk/kpis/review_done.html", {"invitation": invitation})
    providers = list(providers_to_review(invitation.reviewer.municipality_id, today))
    known = {row.provider_id: row for row in Review.objects.filter(invitation=invitation)}
    sought = request.POST.get("gezocht", "") if request.method == "POST" else request.GET.get("zoek", "")
    shown = _sought(providers, sought)
    faults: list[str] = []
    if request.method == "POST":
        faults = _receive(request, invitation, shown, known)
        if not faults:
            asked = request.POST.get("zoek", "").strip() if "zoeken" in request.POST else ""
            return HttpResponseRedirect(
                f"{request.path}?{urlencode({'zoek': asked})}" if asked else request.path
            )
    rows = [_typed(request, one, known.get(one.pk)) for one in shown]
    return _public(
        request,
        "desk/kpis/review_form.html",
        {
            "invitation": invitation,
            "rows": rows,
            "everybody": providers,
            "given": len(known),
            "sought": sought,
            "is_long": len(providers) > LONG,
            "faults": faults,
            "told": request.POST.get("bijzonder", ""),
            "about": request.POST.get("over", ""),
        },
    )


def _sought(providers: list[Provider], words: str) -> list[Provider]:
    """Those whose name holds the words; all of them without words."""
    return [one for one in providers if words.strip().casefold() in one.name.casefold()]


def _receive(
    request: HttpRequest, invitation: ReviewInvitation, providers: list[Provider], known: dict[int, Review]
) -> list[str]:
    """What is wrong with what was sent, as sentences; nothing is kept then.

    What was kept of providers that a search left out stays as it was.
    """
    shown = {one.pk for one in providers}
    given = {pk: Given(row.score, row.text) for pk, row in known.items() if pk not in shown}
    faults: list[str] = []
    for one in providers:
        score = request.POST.get(f"cijfer-{one.pk}", "").strip()
        if score:
            if not score.isdecimal():
                faults.append(WRONG_SCORE.format(one.name))
                continue
            given[one.pk] = Given(int(score), request.POST.get(f"tekst-{one.pk}", ""))
    if faults:
        return faults
    try:
        _keep(request, invitation, given)
    except Refused as refused:
        return [str(refused)]
    messages.success(request, "Uw beoordeling is bewaard.")
    return []


@transaction.atomic
def _keep(request: HttpRequest, invitation: ReviewInvitation, given: dict[int, Given]) -> None:
    """The reviews and, when it is told, what happened in between: both or neither."""
    today = timezone.localdate()
    save_reviews(invitation=invitation, given=given, submit="indienen" in request.POST, today=today)
    told = request.POST.get("bijzonder", "").strip()
    if not told:
        return
    listed = providers_to_review(invitation.reviewer.municipality_id, today)
    about = next((one for one in listed if str(one.pk) == request.POST.get("over")), None)
    if about is None:
        raise Refused("Kies bij welke aanbieder de bijzonderheid hoort.")
    report_incident(
        provider=about, reviewer=invitation.reviewer, happened_on=today, text=told, today=today, by=None
    )


def _typed(request: HttpRequest, provider: Provider, known: Review | None) -> dict[str, Any]:
    score, text = (str(known.score), known.text) if known else ("", "")
    return {
        "provider": provider,
        "score": request.POST.get(f"cijfer-{provider.pk}", score),
        "text": request.POST.get(f"tekst-{provider.pk}", text),
    }


def _public(request: HttpRequest, template: str, extra: dict[str, Any], status: int = 200) -> HttpResponse:
    context = {"site_title": admin.site.site_title, "site_header": admin.site.site_header, **extra}
    return TemplateResponse(
        request, template, {"title": "Beoordeling van aanbieders", **context}, status=status
    )


def _viewer(request: HttpRequest) -> User:
    user = signed_in(request)
    if not (user.has_perm("kpis.view_reviewround") and user.has_perm(SEE_REGION)):
        raise PermissionDenied
    return user


def _open(user: User) -> Action:
    start = newest_period("kwartaal", timezone.localdate())[0]

    def make(*args: Any, **options: Any) -> RoundForm:
        return RoundForm(*args, **{"initial": {"quarter": start}, **options})

    def run(data: dict[str, Any]) -> str:
        quarter = data["quarter"]
        if quarter.day != 1 or quarter.month % 3 != 1:
            raise Refused("Een kwartaal begint op 1 januari, 1 april, 1 juli of 1 oktober.")
        made = open_round(quarter=quarter, opens_on=timezone.localdate(), by=user)
        return f"De ronde over het {made} is open. Verstuur de uitnodigingen op haar pagina."

    return Action("ronde", "Ronde openen", "Open de ronde", make, run)


def _send(found: ReviewRound) -> Action:
    def run(_data: dict[str, Any]) -> str:
        sent = send_invitations(round_=found, today=timezone.localdate())
        return f"{counted(sent, 'uitnodiging is', 'uitnodigingen zijn')} verstuurd."

    return Action("versturen", "Uitnodigingen versturen", "Verstuur", SureForm, run)


def _renew(request: HttpRequest, found: ReviewRound, user: User) -> HttpResponse:
    if not user.has_perm("kpis.change_reviewround"):
        raise PermissionDenied
    invitation = get_object_or_404(found.invitations, pk=request.POST["uitnodiging"])
    try:
        renew_link(invitation=invitation, by=user)
        send_invitations(round_=found, today=timezone.localdate())
        messages.success(
            request, f"{invitation.reviewer.name} krijgt een nieuwe link; de vorige werkt niet meer."
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(request.path)
