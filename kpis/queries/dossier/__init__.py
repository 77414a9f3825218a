"""The dossier of a talk: everything that should lie on the table, put together from what is known on a day.

The content is text as people read it, in a form that JSON keeps; page and paper are made of it alone, so a dossier
that was frozen shows for ever what it showed then. ``figures`` holds the raw values, to compare the next talk with.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from inkoop.base.dutch import figure, long_date
from kpis.choices import indicator_of
from kpis.models import Agreement, EscalationMove, Meeting
from kpis.queries.dossier import agreed, figures, quality, reported
from kpis.queries.dossier.parts import Asked, Section, Table, short_date
from kpis.queries.talks.agreements import newest_behaviour
from kpis.queries.talks.meetings import last_held_before

DOSSIER = "dossier"
VERSION = 2
IN_SHORT = ("DG01", "DG02", "DG03", "DG04")


def dossier_day(meeting: Meeting) -> date:
    """As of the day of the talk; before it, as of today."""
    return meeting.held_on or min(timezone.localdate(), meeting.planned_on)


def dossier_of(meeting: Meeting) -> dict[str, Any]:
    """The frozen content once the report was signed off; until then put together anew."""
    if meeting.dossier:
        content: dict[str, Any] = meeting.dossier.content
        return content
    return build(meeting)


def build(meeting: Meeting) -> dict[str, Any]:
    """Some thirty queries; W per month is the dearest of them."""
    asked = Asked(meeting.provider, meeting, dossier_day(meeting), last_held_before(meeting))
    computation = newest_behaviour(asked.day)
    raw = {row.indicator: _text(row.value) for row in figures.indicator_rows(asked)}
    sections = [
        changes(asked, raw),
        agreed.agreements(asked),
        figures.behaviour(asked),
        quality.signals(asked),
        figures.months(asked),
        figures.ibps(asked),
        agreed.spending(asked),
        *quality.sections(asked),
        figures.flow(asked),
        *reported.sections(asked),
        agreed.contracts(asked),
        agreed.dates(asked),
        *agreed.ladder(asked),
        internal_notes(asked),
    ]
    provider = asked.provider
    return {
        "version": VERSION,
        "title": f"Dossier {provider.name}",
        "subtitle": f"{meeting.get_kind_display().capitalize()} op {long_date(meeting.held_on or meeting.planned_on)}",
        "provider": {
            "name": provider.name,
            "agb": provider.agb,
            "segment": provider.segment,
            "city": provider.city,
        },
        "peildatum": asked.day.isoformat(),
        "figures_of": computation.peildatum.isoformat() if computation else None,
        "since": asked.since.isoformat() if asked.since else None,
        "facts": _facts(asked),
        "tiles": [
            [figure(_number(raw.get(code)), indicator_of(code).unit), indicator_of(code).name]
            for code in IN_SHORT
            if code in raw
        ],
        "figures": raw,
        "notable": [line for section in sections if section.is_shared for line in section.notable],
        "sections": [section.as_content() for section in sections],
    }


def _facts(asked: Asked) -> list[list[str]]:
    meeting, holder = asked.meeting, asked.meeting.holder
    return [
        ["Aanbieder", asked.provider.name],
        ["AGB-code", asked.provider.agb],
        ["Segment", asked.provider.segment],
        ["Accounthouder", holder.get_full_name() or holder.username],
        ["Gesprek", f"{meeting.get_kind_display()}, {long_date(meeting.held_on or meeting.planned_on)}"],
        ["Vorige gesprek", long_date(asked.since) if asked.since else "niet eerder"],
        ["Stand van", long_date(asked.day)],
    ]


def changes(asked: Asked, raw: dict[str, str | None]) -> Section:
    """What is different since the talk before."""
    title = "Veranderd sinds het vorige gesprek"
    if asked.before is None or asked.since is None:
        return Section("veranderd", title, empty="Er is niet eerder een gesprek vastgelegd.")
    settled = Agreement.objects.filter(
        provider=asked.provider, result_on__gt=asked.since, result_on__lte=asked.day
    )
    moves = EscalationMove.objects.filter(
        provider=asked.provider, taken_on__gt=asked.since, taken_on__lte=asked.day
    ).select_related("step")
    lines = [
        *agreed.decisions_since(asked),
        *quality.signals_since(asked),
        *(
            f"Verbeterafspraak ‘{one}’: {one.get_result_display()} op {long_date(one.result_on)}."
            for one in settled.order_by("result_on", "pk")
        ),
        *(
            f"Escalatieladder: {one.step or 'van de ladder'} op {long_date(one.taken_on)}."
            for one in moves.order_by("taken_on", "pk")
        ),
    ]
    earlier = _earlier(asked)
    rows = [
        (
            indicator_of(code).name.capitalize(),
            figure(_number(earlier[code]), indicator_of(code).unit),
            figure(_number(raw[code]), indicator_of(code).unit),
        )
        for code in raw
        if code in earlier and earlier[code] != raw[code]
    ]
    table = Table(
        f"Cijfers toen en nu, toen is {short_date(asked.since)}", ("Cijfer", "Toen", "Nu"), rows, (1, 2)
    )
    return Section("veranderd", title, lines, [table], "Er is niets van belang veranderd.")


def _earlier(asked: Asked) -> dict[str, str | None]:
    """As they lay on the table then; without a frozen dossier as they were computed for that day."""
    before = asked.before
    if before is None or asked.since is None:
        return {}
    if before.dossier:
        found: dict[str, str | None] = before.dossier.content["figures"]
        return found
    then = Asked(asked.provider, before, asked.since)
    return {row.indicator: _text(row.value) for row in figures.indicator_rows(then)}


def internal_notes(asked: Asked) -> Section:
    """What the region wrote down for itself in the talk before. Never leaves the region."""
    before = asked.before
    items = before.agenda.exclude(internal_note="") if before else []
    lines = [f"{item.title}: {item.internal_note}" for item in items]
    empty = "Er zijn geen interne notities van het vorige gesprek."
    return Section("intern", "Interne notities van het vorige gesprek", lines, empty=empty, is_shared=False)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
