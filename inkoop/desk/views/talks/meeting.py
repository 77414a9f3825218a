"""One talk: plan and agenda before it, the report during and after it, and its dossier."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contracts.services.procedures.refusal import Refused
from inkoop.base.admin.bases import signed_in
from inkoop.base.models import User
from inkoop.base.services import record_client_read
from inkoop.desk.views.actions import perform
from inkoop.desk.views.talks.acting import MAY_ACT, REPORT, meeting_actions
from kpis.choices import MeetingKind
from kpis.forms.talks import NewTalkForm
from kpis.models import IbpStatus, Meeting
from kpis.services.talks.papers import dossier_paper, is_intact, with_report
from kpis.services.talks.planning import calendar_of_meeting, plan_meeting
from providers.models import Provider

DOSSIER_FOLDS = {"maanden", "stromen", "contracten"}


def talk_add(request: HttpRequest, agb: str) -> HttpResponse:
    """A talk outside the proposals of the cycle, or one that was held already."""
    user = signed_in(request)
    if not user.has_perm("kpis.add_meeting"):
        raise PermissionDenied
    provider = get_object_or_404(Provider.objects.visible_to(user).select_related("account_holder"), agb=agb)
    initial = {"holder": provider.account_holder or user, "on": timezone.localdate()}
    form = NewTalkForm(request.POST) if request.method == "POST" else NewTalkForm(initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            meeting = plan_meeting(provider=provider, by=user, **{**data, "kind": MeetingKind(data["kind"])})
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return HttpResponseRedirect(reverse("admin:talk_page", args=[meeting.pk]))
    context = {
        **admin.site.each_context(request),
        "title": f"Gesprek plannen met {provider.name}",
        "provider": provider,
        "form": form,
    }
    return TemplateResponse(request, "desk/talks/add.html", context)


def talk_page(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    meeting = _meeting(user, pk)
    actions = meeting_actions(meeting, user) if user.has_perm(MAY_ACT) else []
    if (done := perform(request, actions)) is not None:
        return done
    context = {
        **admin.site.each_context(request),
        "title": str(meeting.provider.name),
        "meeting": meeting,
        "provider": meeting.provider,
        "agenda": list(meeting.agenda.select_related("agreement")),
        "attendees": list(meeting.attendees.all()),
        "agreements": list(meeting.agreements.select_related("owner")),
        "report": next((one for one in actions if one.name == REPORT), None),
        "actions": [one for one in actions if one.name != REPORT],
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "desk/talks/talk.html", context)


def talk_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """The dossier as a page; it names IBPs, so who reads it is kept."""
    user = signed_in(request)
    meeting = _meeting(user, pk)
    record_client_read(by=user, model=IbpStatus, object_id=meeting.provider.agb, path=request.get_full_path())
    content = with_report(meeting)
    context = {
        **admin.site.each_context(request),
        "title": content["title"],
        "meeting": meeting,
        "provider": meeting.provider,
        "content": content,
        "sections": [{**one, "folds": one["key"] in DOSSIER_FOLDS} for one in content["sections"]],
        "snapshot": meeting.dossier,
        "is_intact": is_intact(meeting.dossier) if meeting.dossier else None,
    }
    return TemplateResponse(request, "desk/talks/dossier.html", context)


def talk_dossier_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What lies on the table, without what is internal; once signed off the paper that was kept."""
    user = signed_in(request)
    meeting = _meeting(user, pk)
    record_client_read(by=user, model=IbpStatus, object_id=meeting.provider.agb, path=request.get_full_path())
    paper = bytes(meeting.dossier.paper) if meeting.dossier else dossier_paper(with_report(meeting))
    day = meeting.held_on or meeting.planned_on
    return _file(paper, "application/pdf", f"dossier-{meeting.provider.agb}-{day}.pdf")


def talk_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = _meeting(signed_in(request), pk)
    name = f"gesprek-{meeting.provider.agb}-{meeting.planned_on}.ics"
    return _file(calendar_of_meeting(meeting).encode(), "text/calendar; charset=utf-8", name)


def _meeting(user: User, pk: int) -> Meeting:
    if not user.has_perm("kpis.view_meeting"):
        raise PermissionDenied
    found = Meeting.objects.visible_to(user).select_related(
        "provider__account_holder", "holder", "confirmed_by", "signed_by", "dossier__by"
    )
    return get_object_or_404(found, pk=pk)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
