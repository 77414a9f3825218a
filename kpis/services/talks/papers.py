"""Dossier and report as a paper, and what is frozen of them."""

import hashlib
import json
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings

from inkoop.base.dutch import long_date
from inkoop.base.models import User
from inkoop.base.papers import render
from kpis.models import Meeting, ReportSnapshot
from kpis.queries.dossier import DOSSIER, build, dossier_of

TEMPLATE = "dossier.typ"


def report_of(meeting: Meeting) -> list[dict[str, str]]:
    """What was said and decided, as far as the provider may see it."""
    return [
        {"title": item.title, "minutes": item.minutes, "decision": item.decision}
        for item in meeting.agenda.filter(is_internal=False)
        if meeting.was_held or not (item.minutes or item.decision)
    ]


def with_report(meeting: Meeting) -> dict[str, Any]:
    """The dossier with agenda or report, as it can be frozen."""
    if meeting.dossier:
        return dossier_of(meeting)
    attendees = [f"{one.name} ({one.get_side_display()})" for one in meeting.attendees.all()]
    return {
        **build(meeting),
        "is_report": meeting.was_held,
        "attendees": attendees,
        "report": report_of(meeting),
        "remark": meeting.provider_remark,
    }


def dossier_paper(content: dict[str, Any]) -> bytes:
    """What lies on the table. The same content gives the same bytes."""
    day = date.fromisoformat(content["peildatum"])
    return render(TEMPLATE, on_the_table(content), dated=datetime.combine(day, time(12), UTC))


def on_the_table(content: dict[str, Any]) -> dict[str, Any]:
    """The content without the sections that are internal."""
    shared = [section for section in content["sections"] if section["is_shared"]]
    day = long_date(date.fromisoformat(content["peildatum"]))
    return {**content, "sections": shared, "sender": settings.ORGANISATION, "day": day}


def fingerprint(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(*, meeting: Meeting, by: User) -> ReportSnapshot:
    """Keeps dossier, report and paper for ever. Call it in the transaction that signs off."""
    content = with_report(meeting)
    paper = dossier_paper(content)
    return ReportSnapshot.objects.create(
        name=DOSSIER,
        title=content["title"],
        peildatum=date.fromisoformat(content["peildatum"]),
        content=content,
        sha256=fingerprint(content),
        paper=paper,
        paper_sha256=hashlib.sha256(paper).hexdigest(),
        by=by,
    )


def is_intact(snapshot: ReportSnapshot) -> bool:
    """Whether content and paper are still what their fingerprints say."""
    paper = hashlib.sha256(bytes(snapshot.paper)).hexdigest()
    return fingerprint(snapshot.content) == snapshot.sha256 and paper == snapshot.paper_sha256
