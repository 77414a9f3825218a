"""The agenda of a talk: fixed points, and what asks for attention. People change it as they like."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from contracts.services.audit import because
from contracts.services.procedures.refusal import refuse_when
from inkoop.base.models import User
from kpis.choices import AgendaSource, indicator_of
from kpis.models import AgendaItem, Agreement, Meeting, Signal
from kpis.queries.talks.agreements import for_next_agenda
from kpis.queries.talks.ladder import position_of
from kpis.queries.talks.meetings import last_held_before
from kpis.queries.talks.trouble import troubled_providers

FIRST = ("Actualiteiten bij aanbieder en regio",)
LAST = (
    "Declaratiegedrag naast vergelijkbare aanbieders",
    "IBP's en bestedingsruimte",
    "Resultaten en kwaliteit: doelen bereikt, de juiste jeugdigen, wat houdt uitstroom tegen",
    "In-, door- en uitstroom en wachttijd",
    "Contract, inkoopafspraken en data die komen",
    "Nieuwe verbeterafspraken en volgend gesprek",
)
FINAL = "Het verslag is vastgesteld; er verandert niets meer aan."


@transaction.atomic
def fill_agenda(*, meeting: Meeting, by: User) -> int:
    """Adds the points that are not there yet; returns how many. A point that somebody took off for good comes back
    only when it is asked for again.
    """
    locked = _open(meeting)
    standing = set(locked.agenda.values_list("title", flat=True))
    about = set(locked.agenda.exclude(agreement=None).values_list("agreement", flat=True))
    place = _last_place(locked)
    added = []
    for title, source, agreement in _points(locked):
        if title not in standing and (agreement is None or agreement.pk not in about):
            place += 1
            added.append(
                AgendaItem(meeting=locked, place=place, title=title, source=source, agreement=agreement)
            )
    with because(by, "agenda aangevuld"):
        AgendaItem.objects.bulk_create(added)
    return len(added)


def _points(meeting: Meeting) -> Iterator[tuple[str, AgendaSource, Agreement | None]]:
    provider, today = meeting.provider, timezone.localdate()
    for title in FIRST:
        yield title, AgendaSource.FIXED, None
    move = position_of(provider, on=max(today, meeting.planned_on))
    if move:
        yield f"Escalatieladder: {move.step}", AgendaSource.LADDER, None
    last = last_held_before(meeting)
    for agreement in for_next_agenda(provider.pk, since=last.held_on if last else None):
        yield f"Verbeterafspraak: {agreement}", AgendaSource.AGREEMENT, agreement
    for reason in troubled_providers(today=today).get(provider.pk, []):
        yield reason, AgendaSource.FIGURE, None
    for code in _standing_signals(provider.pk):
        yield signal_point(code), AgendaSource.SIGNAL, None
    for title in LAST:
        yield title, AgendaSource.FIXED, None


def _standing_signals(provider_id: int) -> list[str]:
    standing = Signal.objects.filter(provider=provider_id, lapsed_at=None).order_by("indicator")
    return list(dict.fromkeys(standing.values_list("indicator", flat=True)))


def _last_place(meeting: Meeting) -> int:
    return meeting.agenda.aggregate(last=Max("place"))["last"] or 0


@transaction.atomic
def add_item(*, meeting: Meeting, title: str, is_internal: bool, by: User) -> AgendaItem:
    locked = _open(meeting)
    with because(by, "agendapunt toegevoegd"):
        return AgendaItem.objects.create(
            meeting=locked, place=_last_place(locked) + 1, title=title, is_internal=is_internal
        )


@transaction.atomic
def put_signal_on_agenda(*, signal: Signal, meeting: Meeting, by: User) -> AgendaItem:
    """One point per signal, however often it is asked. Raises Refused for a talk with somebody else or that is over."""
    locked = _open(meeting)
    refuse_when(
        "Dit gesprek is met een andere aanbieder." if locked.provider_id != signal.provider_id else ""
    )
    title = signal_point(signal.indicator)
    standing = locked.agenda.filter(title=title).first()
    if standing is not None:
        return standing
    with because(by, "signaal op de agenda gezet"):
        return AgendaItem.objects.create(
            meeting=locked, place=_last_place(locked) + 1, title=title, source=AgendaSource.SIGNAL
        )


def signal_point(indicator: str) -> str:
    """What the point of the agenda about a signal is called."""
    return f"Signaal: {indicator_of(indicator).name}"


@transaction.atomic
def drop_item(*, item: AgendaItem, by: User) -> None:
    """Raises Refused when something was written under the point: that would be lost."""
    _open(item.meeting)
    item.refresh_from_db()
    written = item.minutes or item.decision or item.internal_note
    refuse_when("Bij dit punt is al iets vastgelegd; haal eerst de tekst weg." if written else "")
    with because(by, "agendapunt verwijderd"):
        item.delete()


@transaction.atomic
def place_item(*, item: AgendaItem, up: bool, by: User) -> None:
    """One place up or down; at the edge nothing changes."""
    meeting = _open(item.meeting)
    order = list(meeting.agenda.order_by("place", "id"))
    at = order.index(item)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    with because(by, "agenda herschikt"):
        for place, one in enumerate(order, start=1):
            if one.place != place:
                one.place = place
                one.save(update_fields=["place"])


@transaction.atomic
def write_item(
    *, item: AgendaItem, minutes: str, decision: str, internal_note: str, is_internal: bool, by: User
) -> None:
    """What was said and decided. ``internal_note`` and internal points never reach the provider."""
    meeting = _open(item.meeting)
    refuse_when(
        "Het verslag ligt bij de aanbieder. Haal het eerst terug om het te wijzigen."
        if meeting.shared_at and not _only_the_note(item, minutes, decision, is_internal=is_internal)
        else ""
    )
    with because(by, "verslag bijgewerkt"):
        item.minutes, item.decision, item.internal_note = minutes, decision, internal_note
        item.is_internal = is_internal
        item.save(update_fields=["minutes", "decision", "internal_note", "is_internal"])


def _only_the_note(item: AgendaItem, minutes: str, decision: str, *, is_internal: bool) -> bool:
    return (item.minutes, item.decision, item.is_internal) == (minutes, decision, is_internal)


def _open(meeting: Meeting) -> Meeting:
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("provider").get(pk=meeting.pk)
    refuse_when(FINAL if locked.is_final else "")
    return locked
