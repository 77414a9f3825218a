"""Talks are planned, moved, called off and invited to."""

import logging
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import Refused, refuse_when
from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.base.workdays import add_workdays, is_workday
from kpis.choices import MeetingKind, MeetingState, Side
from kpis.models import Attendee, Meeting
from kpis.queries.talks.cycle import CycleRow, turns
from kpis.queries.talks.trouble import troubled_providers
from kpis.rules.invitation import Guest, Invitation, invitation_text
from kpis.rules.planning import Wanted, spread
from kpis.services.talks.agenda import fill_agenda
from providers.choices import ContactRole
from providers.models import Provider

logger = logging.getLogger(__name__)

INVITED = [ContactRole.BOARD, ContactRole.CONTRACT, ContactRole.QUALITY]
FIRST_HOUR = time(10)
NOT_PLANNED = "Dit gesprek is al gehouden of vervallen; het kan niet meer worden verzet."


@transaction.atomic
def plan_meeting(
    *,
    provider: Provider,
    on: date,
    holder: User,
    by: User,
    kind: MeetingKind = MeetingKind.CYCLE,
    starts_at: time | None = None,
    minutes: int = 60,
    place: str = "",
) -> Meeting:
    """With its agenda and the people who usually come. Raises Refused when a talk is planned for that day already.

    A day in the past is allowed: a talk that was held can be written down later.
    """
    if Meeting.objects.filter(provider=provider, planned_on=on, state=MeetingState.PLANNED).exists():
        raise Refused(f"Op {long_date(on)} staat al een gesprek met {provider.name}. Kies een andere dag.")
    with because(by, "gesprek gepland"):
        meeting = Meeting.objects.create(
            provider=provider,
            kind=kind,
            due_on=_due_on(provider) if kind == MeetingKind.CYCLE else None,
            first_planned_on=on,
            planned_on=on,
            starts_at=starts_at,
            minutes=minutes,
            place=place,
            holder=holder,
        )
        _ask_the_usual_people(meeting)
        fill_agenda(meeting=meeting, by=by)
    return meeting


def _due_on(provider: Provider) -> date | None:
    today = timezone.localdate()
    troubled = troubled_providers(today=today)
    found = turns(today=today, parameters=values_at(today), troubled=troubled, of=provider.pk)
    return found[0].due_on if found else None


def _ask_the_usual_people(meeting: Meeting) -> None:
    holder = meeting.holder
    people = {holder.get_full_name() or holder.username: (Side.REGION, holder.email)}
    for contact in meeting.provider.contacts.filter(role__in=INVITED):
        people.setdefault(contact.name, (Side.PROVIDER, contact.email))
    Attendee.objects.bulk_create(
        Attendee(meeting=meeting, name=name, side=side, email=email) for name, (side, email) in people.items()
    )


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, on: date, starts_at: time | None, minutes: int, place: str, holder: User, by: User
) -> Meeting:
    """Another day, hour, place or person. Raises Refused once the talk was held or called off."""
    locked = _planned(meeting)
    same_day = Meeting.objects.filter(
        provider_id=locked.provider_id, planned_on=on, state=MeetingState.PLANNED
    ).exclude(pk=locked.pk)
    refuse_when("Op die dag staat al een gesprek met deze aanbieder." if same_day.exists() else "")
    with because(by, "gesprek verzet"):
        locked.planned_on, locked.starts_at, locked.minutes = on, starts_at, minutes
        locked.place, locked.holder, locked.moves = place, holder, locked.moves + 1
        locked.save(update_fields=["planned_on", "starts_at", "minutes", "place", "holder", "moves"])
    return locked


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User) -> Meeting:
    """The provider is due for a talk again. Raises Refused once it was held or called off, or without a reason."""
    locked = _planned(meeting)
    refuse_when("" if reason.strip() else "Zeg waarom het gesprek niet doorgaat.")
    with because(by, reason):
        locked.state, locked.reason, locked.moves = MeetingState.CANCELLED, reason, locked.moves + 1
        locked.save(update_fields=["state", "reason", "moves"])
    return locked


def _planned(meeting: Meeting) -> Meeting:
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("provider").get(pk=meeting.pk)
    refuse_when("" if locked.is_planned else NOT_PLANNED)
    return locked


@transaction.atomic
def add_attendee(*, meeting: Meeting, side: Side, name: str, email: str, by: User) -> Attendee:
    if meeting.attendees.filter(name=name).exists():
        raise Refused(f"{name} staat al op de lijst.")
    with because(by, "deelnemer toegevoegd"):
        return Attendee.objects.create(meeting=meeting, side=side, name=name, email=email)


@transaction.atomic
def drop_attendee(*, attendee: Attendee, by: User) -> None:
    with because(by, "deelnemer verwijderd"):
        attendee.delete()


def proposed_days(rows: Sequence[CycleRow], *, today: date) -> Mapping[int, date]:
    """Provider -> day, for rows without a planned talk whose provider has an account holder. Two queries."""
    parameters = values_at(today)
    wanted = [
        Wanted(row.provider.pk, row.provider.account_holder_id, row.turn.due_on)
        for row in rows
        if row.planned is None and row.provider.account_holder_id
    ]
    taken = Meeting.objects.filter(state=MeetingState.PLANNED).values_list("holder_id", "planned_on")
    return spread(
        wanted,
        earliest=add_workdays(today, max(1, int(parameters["talk_notice_days"]) * 5 // 7)),
        taken=list(taken),
        per_day=max(1, int(parameters["talks_per_day"])),
        is_workday=is_workday,
    )


@transaction.atomic
def plan_turns(*, rows: Sequence[CycleRow], days: Mapping[int, date], by: User) -> int:
    """Plans the rows that have a day, each by the account holder of the provider; returns how many talks.

    Doing it twice plans nothing twice: a provider with a planned talk is left alone.
    """
    planned = 0
    standing = set(Meeting.objects.filter(state=MeetingState.PLANNED).values_list("provider_id", flat=True))
    for row in rows:
        holder, day = row.provider.account_holder, days.get(row.provider.pk)
        if holder is None or day is None or row.provider.pk in standing:
            continue
        plan_meeting(
            provider=row.provider,
            on=day,
            holder=holder,
            starts_at=FIRST_HOUR,
            place=_usual_place(row.provider),
            by=by,
        )
        planned += 1
    return planned


def _usual_place(provider: Provider) -> str:
    """Where the last talk was; else at the provider."""
    last = Meeting.objects.filter(provider=provider).exclude(place="").order_by("-planned_on").first()
    return last.place if last else f"Bij {provider.name}"


def invitation_of(meeting: Meeting) -> Invitation:
    """What goes into an agenda. Two queries."""
    holder = meeting.holder
    address = settings.DEFAULT_FROM_EMAIL
    organizer = Guest(holder.get_full_name() or holder.username, holder.email or address)
    items = [item.title for item in meeting.agenda.filter(is_internal=False)]
    agenda = "\n".join(f"{place}. {title}" for place, title in enumerate(items, start=1))
    return Invitation(
        uid=f"kpis.meeting-{meeting.pk}@inkoop",
        sequence=meeting.moves,
        day=meeting.planned_on,
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        title=f"{meeting.get_kind_display().capitalize()}: {meeting.provider.name}",
        place=meeting.place,
        description=f"Agenda:\n{agenda}" if agenda else "",
        organizer=organizer,
        guests=[Guest(one.name, one.email) for one in meeting.attendees.all() if one.email],
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )


def calendar_of_meeting(meeting: Meeting) -> str:
    return invitation_text(invitation_of(meeting), made_at=datetime.now(UTC))


def invite(*, meeting: Meeting, by: User) -> int:
    """Mails the invitation to everybody with an address, each on its own; returns how many mails went out.

    Sending again after a move tells agendas about it. Raises Refused when nobody has an address.
    """
    invitation = invitation_of(meeting)
    refuse_when(
        "" if invitation.guests else "Niemand op de lijst heeft een e-mailadres. Vul er eerst een in."
    )
    text = invitation_text(invitation, made_at=datetime.now(UTC))
    method = "CANCEL" if invitation.is_cancelled else "REQUEST"
    sent = 0
    for guest in invitation.guests:
        mail = EmailMessage(
            _subject(invitation), _letter(invitation), settings.DEFAULT_FROM_EMAIL, [guest.email]
        )
        mail.attach("uitnodiging.ics", text, f"text/calendar; method={method}; charset=utf-8")
        try:
            sent += mail.send()
        except (OSError, SMTPException):
            logger.exception("Een uitnodiging voor gesprek %s kon niet worden gemaild.", meeting.pk)
    logger.info("Gesprek %s: %s uitnodigingen verstuurd door gebruiker %s.", meeting.pk, sent, by.pk)
    return sent


def _subject(one: Invitation) -> str:
    return f"{'Vervallen: ' if one.is_cancelled else ''}{one.title}, {long_date(one.day)}"


def _letter(one: Invitation) -> str:
    hour = f" om {one.starts_at:%H:%M} uur" if one.starts_at else ""
    first = (
        f"Het gesprek van {long_date(one.day)} gaat niet door."
        if one.is_cancelled
        else f"U bent uitgenodigd op {long_date(one.day)}{hour}{f', {one.place}' if one.place else ''}."
    )
    return f"{first}\n\n{one.description}\n\n{one.organizer.name}\n"
