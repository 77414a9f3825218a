"""The list of dates, its calendar, and what people do with them."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.choices import DeadlineState
from contracts.forms.deadlines import DeadlineFilter, MarkForm
from contracts.models import CalendarKey
from contracts.queries.deadlines import Deadline, Due, deadlines
from contracts.rules.calendar import Event, calendar_of
from contracts.services.deadlines import mark_deadline, new_calendar_key
from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.base.rights import SEE_REGION

SEPARATOR = "~"


def deadlines_page(request: HttpRequest) -> HttpResponse:
    """The dates that are asked for; posted, the ones that were ticked, first to look at and then for good."""
    user = _allowed(request)
    today = timezone.localdate()
    everything = deadlines(today=today)
    if request.method == "POST":
        return _mark(request, everything)
    asked = DeadlineFilter(request.GET or {"binnen": "12"}, user=user, today=today)
    context = {
        **admin.site.each_context(request),
        "title": "Termijnen",
        "filter": asked,
        "rows": [(place_of(one.due), one) for one in asked.narrow(everything)],
        "query": request.GET.urlencode(),
        "unassigned": sum(one.is_open and one.due.responsible is None for one in everything),
        "calendar": CalendarKey.objects.filter(user=user).first(),
        "site": request.build_absolute_uri("/").rstrip("/"),
    }
    return TemplateResponse(request, "contracts/deadlines.html", context)


def _allowed(request: HttpRequest) -> User:
    user = signed_in(request)
    if not _may_look(user):
        raise PermissionDenied
    return user


def _may_look(user: User) -> bool:
    return user.has_perm("contracts.view_contract") and user.has_perm(SEE_REGION)


def _mark(request: HttpRequest, everything: list[Deadline]) -> HttpResponse:
    if not request.user.has_perm("contracts.add_deadlinemark"):
        raise PermissionDenied
    chosen = set(request.POST.getlist("termijn"))
    found = [one for one in everything if place_of(one.due) in chosen]
    if not found:
        messages.warning(
            request, "Er is niets aangevinkt. Vink eerst de termijnen aan die u wilt afhandelen."
        )
        return HttpResponseRedirect(request.get_full_path())
    confirmed = "bevestigd" in request.POST
    form = MarkForm(request.POST if confirmed else None)
    if confirmed and form.is_valid():
        _mark_all(request, found, form.cleaned_data)
        return HttpResponseRedirect(request.get_full_path())
    context = {
        **admin.site.each_context(request),
        "title": f"{counted(len(found), 'termijn', 'termijnen')} afhandelen",
        "form": form,
        "rows": [(place_of(one.due), one) for one in found],
        "back": request.get_full_path(),
    }
    return TemplateResponse(request, "contracts/deadlines_mark.html", context)


def _mark_all(request: HttpRequest, found: list[Deadline], values: dict[str, Any]) -> None:
    state = DeadlineState(values["state"])
    with transaction.atomic():
        for one in found:
            mark_deadline(due=one.due, state=state, reason=values["reason"], by=signed_in(request))
    messages.success(request, f"{counted(len(found), 'termijn', 'termijnen')} afgehandeld: {state.label}.")


def place_of(due: Due) -> str:
    """A date of an object, as one word in a form."""
    return SEPARATOR.join(map(str, due.key))


def calendar_file(request: HttpRequest) -> HttpResponse:
    """The dates of the person who asks, as a file."""
    return _calendar(_allowed(request))


@require_POST
def calendar_key(request: HttpRequest) -> HttpResponse:
    new_calendar_key(user=_allowed(request))
    messages.success(request, "Er is een nieuw agenda-adres gemaakt; een eerder adres werkt niet meer.")
    return HttpResponseRedirect(reverse("admin:deadlines_page"))


def calendar_feed(_: HttpRequest, key: str) -> HttpResponse:
    """The same for a calendar program, which cannot sign in: the secret in the address says whose dates."""
    found = CalendarKey.objects.filter(key=key, user__is_active=True).select_related("user").first()
    if found is None or not _may_look(found.user):
        raise Http404
    return _calendar(found.user)


def _calendar(user: User) -> HttpResponse:
    today = timezone.localdate()
    events = [
        Event(one.due.uid, one.due.day, one.due.text, _about(one.due))
        for one in deadlines(today=today)
        if one.is_open and one.due.responsible == user
    ]
    text = calendar_of(events, name="Termijnen contracten", made_at=datetime.now(UTC))
    headers = {"Content-Disposition": 'attachment; filename="termijnen.ics"', "Cache-Control": "private"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _about(due: Due) -> str:
    lines = [due.provider.name] if due.provider else []
    lines += [f"Contract {due.contract.number}"] if due.contract else []
    return "\n".join(lines)
