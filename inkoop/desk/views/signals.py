"""Signals: a list in order of the money they are about, and a page where each is explained and judged."""

from io import BytesIO
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from inkoop.base.admin.bases import signed_in
from inkoop.base.dutch import euro, figure, long_date, number
from inkoop.base.models import User
from inkoop.desk.pictures.signals import through_time
from inkoop.desk.queries import signals as queries
from inkoop.desk.queries.figures import newest_figures
from inkoop.desk.readings import direction_in_words, short_signal
from inkoop.desk.views.actions import Action, perform
from kpis.choices import INDICATORS, Direction, FigureUnit, ReplyChannel, SignalState, Verdict, indicator_of
from kpis.forms.signals import JudgementForm, ReplyForm
from kpis.models import Meeting, Signal, SignalAttachment
from kpis.queries.talks.meetings import next_planned
from kpis.rules.signals import CAUSE_LENGTH
from kpis.services.replies import Attachment, hearing_until, judge_signal, reply_to_signal
from kpis.services.talks.agenda import put_signal_on_agenda

MAY_SEE = "kpis.view_signal"
PER_PAGE = 50
WHERE_TO_LOOK = {
    "DG03": ("verandering", "verschuiving", "stromen"),
    "DG04": ("maanden", "verandering"),
    "DG05": ("maanden", "stromen"),
    "DG06": ("maanden",),
    "DG07": ("afkeur", "maanden"),
    "DG08": ("afkeur", "maanden"),
    "DG09": ("afkeur",),
    "DG11": ("stromen", "verandering"),
}
"""Per cause the pages that may explain it, the likeliest first."""
MINE = "mij"
STATE_NAMES = {
    queries.OPEN: "open",
    **{state.value: str(state.label) for state in SignalState},
    queries.LAPSED: "vervallen",
    queries.ALL: "alle",
}
CAUSES = [
    one for code, one in INDICATORS.items() if len(code) == CAUSE_LENGTH and one.direction != Direction.NONE
]


def signals_page(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user = signed_in(request)
    wanted = _wanted(request, user)
    found = Paginator(queries.signals(wanted, user=user), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.site.each_context(request),
        "title": "Signalen",
        "figures": newest_figures(),
        "wanted": wanted,
        "mine": wanted.of is not None,
        "states": STATE_NAMES.items(),
        "causes": CAUSES,
        "page": found,
        "rows": [_with_names(one) for one in found],
        "query": _query(request),
    }
    return TemplateResponse(request, "desk/signals/list.html", context)


def _wanted(request: HttpRequest, user: User) -> queries.Wanted:
    """What cannot be read asks for everything that is open."""
    state, cause = request.GET.get("stand", queries.OPEN), request.GET.get("indicator", "")
    return queries.Wanted(
        state=state if state in queries.STATES else queries.OPEN,
        cause=cause if cause in {one.code for one in CAUSES} else "",
        name=request.GET.get("naam", "").strip()[:80],
        of=user if request.GET.get("van") == MINE else None,
    )


def _query(request: HttpRequest) -> str:
    """What was asked, without the number of the page."""
    asked = request.GET.copy()
    asked.pop("p", None)
    return asked.urlencode()


def _with_names(signal: Signal) -> dict[str, Any]:
    return {
        "signal": signal,
        "sentence": short_signal(signal),
        "verdict": queries.verdict_name(signal.verdict),  # type: ignore[attr-defined]  # annotated
    }


def signal_page(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    user = signed_in(request)
    visible = Signal.objects.visible_to(user).with_state().select_related("provider", "newest_delivery")
    signal = get_object_or_404(visible, pk=pk)
    meeting = next_planned(signal.provider_id, today=timezone.localdate())
    actions = _actions(signal, user, meeting)
    if (done := perform(request, actions)) is not None:
        return done
    indicator, sightings = indicator_of(signal.indicator), queries.history(signal)
    context = {
        **admin.site.each_context(request),
        "title": f"{indicator.name[0].upper()}{indicator.name[1:]} bij {signal.provider.name}",
        "signal": signal,
        "verdict": queries.verdict_name(signal.verdict),  # type: ignore[attr-defined]  # annotated
        "indicator": indicator,
        "value": figure(signal.value, indicator.unit),
        "median": figure(signal.median_peers, indicator.unit),
        "fraction": _fraction(signal),
        "z": number(signal.robust_z, 1),
        "threshold": number(signal.threshold, 1),
        "direction": direction_in_words(indicator.direction),
        "companions": [
            (other, figure(row.value, other.unit), row) for other, row in queries.companions(signal)
        ],
        "chart": through_time(sightings, indicator),
        "history": [_history_row(one) for one in sightings],
        "said": [(row, figure(row.value, indicator.unit)) for row in queries.said_about(signal)],
        "hearing_until": hearing_until(signal),
        "is_hearing": timezone.localdate() < hearing_until(signal),
        "actions": actions,
        "causes": looking_further(signal),
        "meeting": meeting,
    }
    return TemplateResponse(request, "desk/signals/signal.html", context)


def looking_further(signal: Signal) -> list[tuple[str, str]]:
    """Pages on which the cause may be found, asked for this provider: what they say and where."""
    agb = signal.provider.agb
    own = reverse("admin:provider_page", args=[agb])
    pages = {
        "verandering": (
            "Waarom veranderden de uitgaven: meer cliënten, meer per cliënt of een andere prijs",
            f"{reverse('admin:change_page')}?per=aanbieder&sleutel={agb}",
        ),
        "verschuiving": (
            "Verschuiving van hulp: lichter of zwaarder, en naar welke categorie",
            f"{reverse('admin:shift_page')}?aanbieder={agb}",
        ),
        "stromen": (
            "In-, door- en uitstroom, duur en wachten",
            f"{reverse('admin:flow_page')}?aanbieder={agb}",
        ),
        "maanden": ("Gedeclareerd naast toegewezen, per maand", f"{own}#maanden"),
        "afkeur": ("Geweigerde prestaties per code en aanlevering", f"{own}#afkeur"),
    }
    return [pages[name] for name in WHERE_TO_LOOK.get(signal.cause, pages)]


def _putting_on_agenda(signal: Signal, meeting: Meeting, user: User) -> Action:
    def run(_data: dict[str, Any]) -> str:
        put_signal_on_agenda(signal=signal, meeting=meeting, by=user)
        return f"Het signaal staat op de agenda van {long_date(meeting.planned_on)}."

    title = f"Op de agenda van {long_date(meeting.planned_on)} zetten"
    return Action("agenda", title, "Op de agenda zetten", Form, run)


def _fraction(signal: Signal) -> str:
    """Numerator and denominator as people read them; amounts in euros."""
    unit = indicator_of(signal.indicator).unit
    above = euro(signal.numerator) if unit == FigureUnit.CENTS else number(signal.numerator)
    return f"{above} / {number(signal.denominator)}"


def _history_row(one: Any) -> dict[str, Any]:
    indicator = indicator_of(one.indicator)
    return {
        "one": one,
        "indicator": indicator,
        "value": figure(one.value, indicator.unit),
        "median": figure(one.median_peers, indicator.unit),
    }


def _actions(signal: Signal, user: User, meeting: Meeting | None) -> list[Action]:
    if signal.lapsed_at is not None:
        return []
    found = []
    if user.has_perm("kpis.add_signaljudgement"):
        found.append(_judging(signal, user))
    if user.has_perm("kpis.add_signalreply"):
        found.append(_replying(signal, user))
    if meeting is not None and user.has_perm("kpis.change_meeting"):
        found.append(_putting_on_agenda(signal, meeting, user))
    return found


def _judging(signal: Signal, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        verdict = Verdict(data["verdict"])
        judge_signal(signal=signal, verdict=verdict, reason=data["reason"], by=user)
        return f"Uw oordeel is vastgelegd: {queries.verdict_name(verdict)}."

    explain = "Een oordeel gaat over het cijfer en is geen bevinding over de aanbieder of een cliënt."
    return Action("oordeel", "Beoordelen", "Oordeel vastleggen", JudgementForm, run, explain, is_open=True)


def _replying(signal: Signal, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        sent = data["attachment"]
        reply_to_signal(
            signal=signal,
            text=data["text"],
            channel=ReplyChannel(data["channel"]),
            attachment=Attachment(sent.name, sent.read()) if sent else None,
            by=user,
        )
        return "De uitleg van de aanbieder is vastgelegd."

    explain = (
        "In het portaal schrijft de aanbieder dit zelf. Hier legt u vast wat per mail of in een gesprek kwam."
    )
    return Action(
        "uitleg", "Uitleg van de aanbieder vastleggen", "Uitleg vastleggen", ReplyForm, run, explain
    )


def attachment_file(request: HttpRequest, pk: int, reply: int) -> FileResponse:
    """Always as a file to keep, never shown in the page: it comes from outside."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    signal = get_object_or_404(Signal.objects.visible_to(request.user), pk=pk)
    found = SignalAttachment.objects.filter(reply__signal=signal, pk=reply).first()
    if found is None:
        raise Http404
    return FileResponse(
        BytesIO(bytes(found.data)),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/octet-stream",
    )
