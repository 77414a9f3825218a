"""What a person can do with one talk now, in the order of the work."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils import timezone

from inkoop.base.dutch import counted
from inkoop.base.models import User
from inkoop.desk.views.actions import Action
from kpis.choices import MeetingState, Side
from kpis.forms.talks import (
    AgendaForm,
    AgreementForm,
    AttendeeForm,
    HeldForm,
    ItemForm,
    NothingForm,
    PlanForm,
    ReportForm,
    SignForm,
    WhyForm,
)
from kpis.models import Meeting
from kpis.services.talks import agenda, agreements, planning, reporting

MAY_ACT = "kpis.change_meeting"
REPORT = "verslag"
Run = Callable[[dict[str, Any]], str]


def meeting_actions(meeting: Meeting, user: User) -> list[Action]:
    if meeting.is_final:
        return []
    if meeting.is_planned:
        return [*_before(meeting, user), *_agenda(meeting, user), *_planning(meeting, user)]
    return [*_report(meeting, user), *_after(meeting, user), _item(meeting, user)]


def _before(meeting: Meeting, user: User) -> list[Action]:
    def invite(_: dict[str, Any]) -> str:
        sent = planning.invite(meeting=meeting, by=user)
        return f"{counted(sent, 'uitnodiging is', 'uitnodigingen zijn')} verstuurd."

    def hold(data: dict[str, Any]) -> str:
        reporting.hold_meeting(meeting=meeting, on=data["on"], by=user)
        return "Vastgelegd dat het gesprek is gehouden. U kunt nu het verslag schrijven."

    explain = (
        "Iedereen met een e-mailadres krijgt de uitnodiging met agenda; opnieuw sturen werkt agenda's bij."
    )
    found = [
        Action(
            "uitnodigen", "Uitnodigen", "Uitnodigingen versturen", NothingForm, invite, explain, is_open=True
        )
    ]
    if meeting.planned_on <= timezone.localdate():
        found.insert(0, Action("gehouden", "Gesprek gehouden", "Vastleggen", HeldForm, hold, is_open=True))
    else:
        found.append(Action("gehouden", "Gesprek is al gehouden", "Vastleggen", HeldForm, hold))
    return found


def _agenda(meeting: Meeting, user: User) -> list[Action]:
    items = meeting.agenda.order_by("place", "id")

    def arrange(data: dict[str, Any]) -> str:
        item, what = data["item"], data["what"]
        if what == "weg":
            agenda.drop_item(item=item, by=user)
            return f"‘{item.title}’ is van de agenda."
        agenda.place_item(item=item, up=what == "op", by=user)
        return f"‘{item.title}’ is verplaatst."

    def refill(_: dict[str, Any]) -> str:
        added = agenda.fill_agenda(meeting=meeting, by=user)
        return f"{counted(added, 'punt', 'punten')} toegevoegd." if added else "De agenda was al volledig."

    return [
        _item(meeting, user),
        Action("schikken", "Agenda schikken", "Wijzigen", partial(AgendaForm, items=items), arrange),
        Action(
            "aanvullen",
            "Agenda aanvullen",
            "Aanvullen",
            NothingForm,
            refill,
            "Voegt toe wat er sinds het plannen bij kwam: afspraken, signalen, rode cijfers en de escalatieladder.",
        ),
    ]


def _item(meeting: Meeting, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        agenda.add_item(meeting=meeting, title=data["title"], is_internal=data["is_internal"], by=user)
        return "Het punt staat op de agenda."

    return Action("punt", "Agendapunt toevoegen", "Toevoegen", ItemForm, run)


def _planning(meeting: Meeting, user: User) -> list[Action]:
    def move(data: dict[str, Any]) -> str:
        planning.move_meeting(meeting=meeting, by=user, **data)
        return (
            "Het gesprek is gewijzigd. Verstuur de uitnodigingen opnieuw, dan schuift het in elke agenda mee."
        )

    def cancel(data: dict[str, Any]) -> str:
        planning.cancel_meeting(meeting=meeting, reason=data["reason"], by=user)
        return "Het gesprek is vervallen; de aanbieder staat weer bij wat gepland moet worden."

    def attend(data: dict[str, Any]) -> str:
        one = planning.add_attendee(
            meeting=meeting, side=Side(data["side"]), name=data["name"], email=data["email"], by=user
        )
        return f"{one.name} staat op de lijst."

    initial = {
        "on": meeting.planned_on,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "holder": meeting.holder,
    }
    return [
        Action("deelnemer", "Deelnemer toevoegen", "Toevoegen", AttendeeForm, attend),
        Action("verzetten", "Verzetten", "Wijzigen", partial(PlanForm, initial=initial), move),
        Action("vervallen", "Laten vervallen", "Laten vervallen", WhyForm, cancel),
    ]


def _report(meeting: Meeting, user: User) -> list[Action]:
    items = list(meeting.agenda.order_by("place", "id"))

    def write(data: dict[str, Any]) -> str:
        for one in items:
            agenda.write_item(
                item=one,
                minutes=data[f"minutes_{one.pk}"],
                decision=data[f"decision_{one.pk}"],
                internal_note=data[f"note_{one.pk}"],
                is_internal=data[f"internal_{one.pk}"],
                by=user,
            )
        return "Het verslag is bewaard."

    explain = "De aanbieder ziet verslag en besluit, niet de interne notitie en niet wat alleen intern is."
    is_draft = meeting.state == MeetingState.HELD
    make = partial(ReportForm, items=items)
    return [
        Action(REPORT, "Verslag", "Verslag bewaren", make, write, explain, is_open=is_draft),
        _agreement(meeting, user),
    ]


def _agreement(meeting: Meeting, user: User) -> Action:
    def run(data: dict[str, Any]) -> str:
        agreements.make_agreement(
            provider=meeting.provider,
            meeting=meeting,
            agreed_on=meeting.held_on or timezone.localdate(),
            by=user,
            **data,
        )
        return "De verbeterafspraak is gemaakt; zij staat op de volgende agenda en bij de termijnen."

    make = partial(AgreementForm, initial={"owner": meeting.holder})
    return Action("afspraak", "Verbeterafspraak maken", "Afspraak maken", make, run)


def _after(meeting: Meeting, user: User) -> list[Action]:
    def share(_: dict[str, Any]) -> str:
        reporting.share_report(meeting=meeting, by=user)
        return "Het verslag ligt bij de aanbieder ter bevestiging."

    def take_back(data: dict[str, Any]) -> str:
        reporting.take_back_report(meeting=meeting, reason=data["reason"], by=user)
        return "Het verslag is teruggehaald; u kunt het wijzigen."

    def sign(data: dict[str, Any]) -> str:
        reporting.sign_off(meeting=meeting, reason=data["reason"], by=user)
        return "Het verslag is vastgesteld; het dossier is met zijn cijfers vastgelegd."

    explain = "Daarna verandert niets meer. Het dossier wordt vastgelegd zoals het op tafel lag."
    confirmed = meeting.state == MeetingState.CONFIRMED
    found = [
        Action(
            "vaststellen", "Verslag vaststellen", "Vaststellen", SignForm, sign, explain, is_open=confirmed
        )
    ]
    if meeting.state == MeetingState.HELD:
        title = "Verslag voorleggen aan de aanbieder"
        return [Action("delen", title, "Voorleggen", NothingForm, share, is_open=True), *found]
    return [*found, Action("terughalen", "Verslag terughalen", "Terughalen", WhyForm, take_back)]
