"""Talks with the account holder: dates, the shared dossier, the report to confirm, and one's own actions."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from contracts.services.procedures.refusal import Refused
from inkoop.base.services import record_client_read
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.talks import ReportForm
from inkoop.portal.queries.talks import agreements_of, as_actions, coming, points_of, talks_of
from inkoop.portal.rules.dossier import for_provider
from inkoop.portal.views.files import as_download
from kpis.choices import AgreementResult, MeetingState
from kpis.models import IbpStatus, Meeting
from kpis.models.meetings import SHOWN_STATES
from kpis.queries.talks.agreements import known_figures
from kpis.services.talks.papers import dossier_paper, with_report
from kpis.services.talks.planning import calendar_of_meeting
from kpis.services.talks.reporting import confirm_report, remark_on_report
from providers.rules.roles import Task

PER_PAGE = 10
SETTLED_SHOWN = 10
CONFIRM = "bevestigen"


@provider_page()
def talks_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    today = timezone.localdate()
    talks = talks_of(visitor.provider, visitor.user)
    agreements = agreements_of(visitor.provider, visitor.user)
    known = known_figures()
    held = talks.exclude(state__in=[MeetingState.PLANNED, MeetingState.CANCELLED])
    settled = agreements.exclude(result=AgreementResult.OPEN).order_by("-result_on", "-pk")
    context = {
        "title": "Gesprekken en afspraken",
        "visitor": visitor,
        "coming": list(coming(visitor.provider, visitor.user)),
        "page": Paginator(held, PER_PAGE).get_page(request.GET.get("pagina")),
        "actions": as_actions(
            agreements.filter(result=AgreementResult.OPEN).order_by("due_on", "pk"), known, today
        ),
        "settled": as_actions(settled[:SETTLED_SHOWN], known, today),
        "holder": visitor.provider.account_holder,
    }
    return TemplateResponse(request, "portal/talks/list.html", context)


@provider_page()
def talk_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    meeting = _meeting(visitor, pk)
    may_confirm = meeting.state == MeetingState.SHARED and visitor.may(Task.EXPLAIN)
    form = (
        ReportForm(request.POST or None, initial={"remark": meeting.provider_remark}) if may_confirm else None
    )
    if (
        form
        and request.method == "POST"
        and form.is_valid()
        and (said := _answer(form, meeting, request, visitor))
    ):
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
    today = timezone.localdate()
    made = agreements_of(visitor.provider, visitor.user).filter(meeting=meeting)
    context = {
        "title": str(meeting),
        "visitor": visitor,
        "meeting": meeting,
        "is_shown": meeting.state in SHOWN_STATES,
        "points": points_of(meeting),
        "attendees": list(meeting.attendees.all()),
        "actions": as_actions(made.order_by("due_on", "pk"), known_figures(), today),
        "form": form,
        "may_take_dossier": visitor.may(Task.CLIENTS) and meeting.state != MeetingState.CANCELLED,
    }
    return TemplateResponse(request, "portal/talks/talk.html", context)


def _answer(form: ReportForm, meeting: Meeting, request: HttpRequest, visitor: Visitor) -> str:
    """What was done, as a sentence; empty when it was refused, with the reason at the form."""
    agrees = CONFIRM in request.POST
    answer = confirm_report if agrees else remark_on_report
    try:
        answer(meeting=meeting, remark=form.cleaned_data["remark"], by=visitor.user)
    except Refused as refused:
        form.add_error("remark", str(refused))
        return ""
    if agrees:
        return "U hebt het verslag bevestigd. Uw accounthouder stelt het vast."
    return "Uw opmerking is bewaard. Uw accounthouder past het verslag aan of belt u."


@provider_page(Task.CLIENTS)
def dossier_file(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    """By the key of the talk. It may name IBPs, so who takes it is kept."""
    meeting = _meeting(visitor, pk)
    if meeting.state == MeetingState.CANCELLED:
        raise Http404
    content = for_provider(with_report(meeting), is_report_shared=meeting.state in SHOWN_STATES)
    record_client_read(by=visitor.user, model=IbpStatus, path=request.path)
    day = meeting.held_on or meeting.planned_on
    return as_download(visitor, meeting, dossier_paper(content), f"gesprek-{day}.pdf")


@provider_page()
def calendar_file(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    meeting = _meeting(visitor, pk)
    text = calendar_of_meeting(meeting).encode()
    return as_download(visitor, meeting, text, f"gesprek-{meeting.planned_on}.ics")


def _meeting(visitor: Visitor, pk: int) -> Any:
    own = talks_of(visitor.provider, visitor.user).select_related("dossier", "confirmed_by")
    return get_object_or_404(own, pk=pk)
