"""An invitation to a talk as iCalendar (RFC 5545 and 5546): programs put it in the agenda, and move or remove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from contracts.rules.calendar import ESCAPED, LINE_END, folded

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UNSAFE = str.maketrans({'"': "'", "\r": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class Guest:
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """``sequence`` grows with each change. ``starts_at`` None = the hour is not known: a whole day."""

    uid: str
    sequence: int
    day: date
    starts_at: time | None
    minutes: int
    title: str
    place: str
    description: str
    organizer: Guest
    guests: Sequence[Guest]
    is_cancelled: bool = False


def invitation_text(invitation: Invitation, *, made_at: datetime) -> str:
    """``made_at`` in UTC; the hours of the talk are those of Amsterdam, written in UTC."""
    one = invitation
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inkoop//Gesprekken//NL",
        f"METHOD:{'CANCEL' if one.is_cancelled else 'REQUEST'}",
        "BEGIN:VEVENT",
        f"UID:{one.uid}",
        f"SEQUENCE:{one.sequence}",
        f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
        *_when(one),
        f"SUMMARY:{one.title.translate(ESCAPED)}",
        f"LOCATION:{one.place.translate(ESCAPED)}",
        f"DESCRIPTION:{one.description.translate(ESCAPED)}",
        _person("ORGANIZER", "", one.organizer),
        *(_person("ATTENDEE", ";ROLE=REQ-PARTICIPANT;RSVP=TRUE", guest) for guest in one.guests),
        f"STATUS:{'CANCELLED' if one.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(part + LINE_END for line in lines for part in folded(line))


def _when(one: Invitation) -> list[str]:
    if one.starts_at is None:
        return [
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        ]
    begin = datetime.combine(one.day, one.starts_at, AMSTERDAM).astimezone(UTC)
    end = begin + timedelta(minutes=one.minutes)
    return [f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}"]


def _person(role: str, extra: str, guest: Guest) -> str:
    return f'{role}{extra};CN="{guest.name.translate(UNSAFE)}":mailto:{guest.email.translate(UNSAFE)}'
