"""Dates as an iCalendar file (RFC 5545): whole-day events that other programs can follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST_LINE = 75  # octets, without the line end
LINE_END = "\r\n"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """``uid`` names the event for ever: an event of the same uid with another day has moved."""

    uid: str
    day: date
    title: str
    description: str


def calendar_of(events: Iterable[Event], *, name: str, made_at: datetime) -> str:
    """The calendar as text. ``made_at`` in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inkoop//Termijnen//NL",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in events:
        lines += _event_lines(event, made_at)
    lines.append("END:VCALENDAR")
    return "".join(part + LINE_END for line in lines for part in folded(line))


def _event_lines(event: Event, made_at: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(event.title)}",
        f"DESCRIPTION:{_escaped(event.description)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    return text.translate(ESCAPED)


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets; no character is cut, and what follows begins with a space."""
    part = ""
    for character in line:
        if len((part + character).encode()) > LONGEST_LINE:
            yield part
            part = " "
        part += character
    yield part
