"""Signals: what stands out, with room to explain before anybody judges."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from contracts.services.procedures.refusal import Refused
from inkoop.portal.access import Visitor, provider_page
from inkoop.portal.forms.signals import ReplyForm
from inkoop.portal.queries.mirror import MEANING
from inkoop.portal.rules.mirror import band
from inkoop.portal.views.files import as_download
from kpis.choices import SignalState, indicator_of
from kpis.models import Signal, SignalAttachment
from kpis.services.replies import Attachment, hearing_until, reply_to_signal
from providers.rules.roles import Task


@provider_page()
def signals_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    rows = [_row(one) for one in _own(visitor).order_by("lapsed_at", "-peildatum", "indicator")]
    context = {
        "title": "Signalen",
        "visitor": visitor,
        "standing": [row for row in rows if row["signal"].lapsed_at is None],
        "lapsed": [row for row in rows if row["signal"].lapsed_at is not None],
    }
    return TemplateResponse(request, "portal/signals/list.html", context)


@provider_page()
def signal_page(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    signal = get_object_or_404(_own(visitor), pk=pk)
    may = visitor.may(Task.EXPLAIN) and signal.lapsed_at is None
    form = ReplyForm(request.POST or None, request.FILES or None) if may else None
    if form and form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            reply_to_signal(
                signal=signal,
                text=form.cleaned_data["text"],
                by=visitor.user,
                attachment=Attachment(file.name, file.read()) if file else None,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "Uw uitleg is vastgelegd. De contractmanager leest die voor een oordeel."
            )
            return HttpResponseRedirect(request.path)
    context = {
        "title": "Signaal",
        "visitor": visitor,
        "row": _row(signal),
        "until": hearing_until(signal),
        "replies": list(signal.replies.select_related("by", "attachment").defer("attachment__data")),
        "judgements": list(signal.judgements.all()),
        "form": form,
    }
    return TemplateResponse(request, "portal/signals/signal.html", context)


@provider_page()
def attachment_file(request: HttpRequest, visitor: Visitor, pk: int) -> HttpResponse:
    """By the key of the reply."""
    own = SignalAttachment.objects.filter(reply__signal__in=_own(visitor).values("pk"))
    found = get_object_or_404(own, pk=pk)
    return as_download(visitor, found, bytes(found.data), found.file_name)


def _own(visitor: Visitor) -> Any:
    return Signal.objects.visible_to(visitor.user).filter(provider=visitor.provider).with_state()


def _row(signal: Any) -> dict[str, Any]:
    """Its own reading names the exact figures of others; here they are rounded, as in the mirror."""
    indicator = indicator_of(signal.indicator)
    return {
        "signal": signal,
        "indicator": indicator,
        "state": SignalState(signal.state),
        "meaning": MEANING.get(signal.indicator, ""),
        "band": band(signal.value, signal.median_peers, signal.robust_z, signal.n_peers),
        "is_high": signal.robust_z > 0,
        "is_new": signal.state == SignalState.NEW,
    }
