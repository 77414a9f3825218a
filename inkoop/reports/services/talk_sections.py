"""What was talked about with providers and what came of it, and what the regio-overleg decides."""

from collections.abc import Sequence
from datetime import date

from inkoop.base.dutch import counted, long_date, number
from inkoop.base.parameters import values_at
from inkoop.base.periods import add_months
from inkoop.reports.choices import DecisionState
from inkoop.reports.content import Column, Light, Row, Section, Table, Unit, add_up
from inkoop.reports.models import BoardDecision
from kpis.choices import AgreementResult
from kpis.models import Agreement
from kpis.queries.talks.board import AgreementRow, SegmentRow, agreement_rows, last_day, segment_rows
from kpis.queries.talks.cycle import turns
from kpis.queries.talks.ladder import positions
from kpis.queries.talks.trouble import quarter_name, red_per_provider, troubled_providers

MONTHS_OF_QUARTER = 3
RESULTS = {
    AgreementResult.REACHED: Light("groen", "gehaald"),
    AgreementResult.PARTLY: Light("oranje", "deels gehaald"),
    AgreementResult.NOT_REACHED: Light("rood", "niet gehaald"),
    AgreementResult.NOT_MEASURABLE: Light("", "niet te meten"),
    AgreementResult.DROPPED: Light("", "vervallen"),
    AgreementResult.OPEN: Light("", "nog te toetsen"),
}
NEW_STATES = (DecisionState.ASKED,)


def talks_section(peildatum: date) -> Section:
    """Talks of the quarter against the plan, agreements tested in it, and the ladder. Some fifteen queries."""
    first = first_of_quarter(peildatum)
    as_of = min(peildatum, last_day(first))
    found = turns(today=as_of, parameters=values_at(as_of), troubled=troubled_providers(today=as_of))
    rows = segment_rows(first, turns=found, red=red_per_provider(today=as_of), as_of=as_of)
    tested = agreement_rows(first)
    tables = [_talks(rows), _results(tested), _agreements(first, as_of)]
    ladder = tuple(
        (move.provider.name, str(move.step), long_date(move.taken_on)) for move in positions(on=as_of)
    )
    if ladder:
        columns = (Column("Aanbieder"), Column("Trede"), Column("Sinds"))
        tables.append(Table("Op de escalatieladder", columns, ladder))
    until = "" if as_of == last_day(first) else f", tot en met {long_date(as_of)}"
    return Section(
        "gesprekken",
        f"Gesprekken en verbeterafspraken, {quarter_name(first)}",
        tuple(_sentences(rows, tested, until)),
        tuple(tables),
        (),
        "Op tijd: gehouden in het kwartaal waarin het gesprek eerst gepland was, of eerder. Over de termijn: "
        "aanbieders met wie het gesprek volgens het ritme van hun segment al gevoerd had moeten zijn. Een afspraak "
        "wordt getoetst op de dag die erbij is afgesproken.",
    )


def asked_section() -> Section:
    """What the regio-overleg is asked to decide. One query."""
    found = list(BoardDecision.objects.filter(state__in=NEW_STATES).order_by("due_on", "id"))
    columns = (
        Column("Onderwerp"),
        Column("Gevraagd besluit"),
        Column("Wie voert het uit"),
        Column("Uiterlijk"),
    )
    rows = tuple((one.subject, one.decision, one.owner, f"{one.due_on:%d-%m-%Y}") for one in found)
    title = "Gevraagde besluiten"
    if not rows:
        return Section("gevraagd", title, ("Er wordt dit keer niets ter besluitvorming voorgelegd.",))
    count = counted(len(rows), "besluit", "besluiten")
    return Section("gevraagd", title, (f"Gevraagd wordt om {count}.",), (Table(title, columns, rows),))


def decisions_section(peildatum: date) -> Section:
    """What was decided before, by whom and when it should be done, and what became of it. One query."""
    title = "Stand van eerdere besluiten"
    found = list(
        BoardDecision.objects.exclude(state__in=NEW_STATES)
        .filter(decided_on__lte=peildatum)
        .order_by("-decided_on", "due_on", "id")
    )
    if not found:
        return Section("besluiten", title, ("Er zijn nog geen besluiten genomen.",))
    columns = (
        Column("Onderwerp"),
        Column("Besluit"),
        Column("Wie"),
        Column("Besloten"),
        Column("Uiterlijk"),
        Column("Stand"),
        Column("Wat ervan kwam"),
    )
    late = [one for one in found if one.state == DecisionState.OPEN and one.due_on < peildatum]
    done = sum(one.state == DecisionState.DONE for one in found)
    rows = tuple(_decision_row(one, is_late=one in late) for one in found)
    text = (
        f"Van {counted(len(found), 'besluit', 'besluiten')} {'is' if done == 1 else 'zijn'} er {done} uitgevoerd; "
        f"{len(late)} over de afgesproken dag."
    )
    return Section("besluiten", title, (text,), (Table(title, columns, rows),))


def first_of_quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1, 1)


def _talks(rows: Sequence[SegmentRow]) -> Table:
    columns = (
        Column("Segment"),
        Column("Aanbieders", Unit.COUNT),
        Column("Gepland", Unit.COUNT),
        Column("Op tijd gehouden", Unit.COUNT),
        Column("Later gehouden", Unit.COUNT),
        Column("Vervallen", Unit.COUNT),
        Column("Nog te houden", Unit.COUNT),
        Column("Gehouden in het kwartaal", Unit.COUNT),
        Column("Over de termijn", Unit.COUNT),
    )
    cells: tuple[Row, ...] = tuple(
        (
            one.segment, one.providers, one.planned, one.kept, one.later, one.cancelled, one.open, one.held,
            one.overdue,
        )
        for one in rows
    )  # fmt: skip
    return Table("Gesprekken", columns, cells, add_up(cells, columns, "Samen"))


def _results(rows: Sequence[AgreementRow]) -> Table:
    columns = (
        Column("Segment"),
        Column("Te toetsen", Unit.COUNT),
        Column("Gehaald", Unit.COUNT),
        Column("Deels", Unit.COUNT),
        Column("Niet", Unit.COUNT),
        Column("Niet te meten", Unit.COUNT),
        Column("Vervallen", Unit.COUNT),
        Column("Nog open", Unit.COUNT),
    )
    cells: tuple[Row, ...] = tuple(
        (
            one.segment, one.due, one.reached, one.partly, one.not_reached, one.not_measurable, one.dropped,
            one.untested,
        )
        for one in rows
    )  # fmt: skip
    return Table(
        "Verbeterafspraken die in het kwartaal getoetst worden",
        columns,
        cells,
        add_up(cells, columns, "Samen"),
    )


def _agreements(first: date, as_of: date) -> Table:
    """Those that are tested in the quarter, and earlier ones that are still open."""
    rows = Agreement.objects.filter(test_on__range=(add_months(first, -MONTHS_OF_QUARTER), last_day(first)))
    found = [
        one
        for one in rows.select_related("provider").order_by("provider__name", "test_on")
        if one.test_on >= first or one.result == AgreementResult.OPEN
    ]
    columns = (
        Column("Aanbieder"),
        Column("Afspraak"),
        Column("Gereed op"),
        Column("Toets op"),
        Column("Uitkomst"),
    )
    cells = tuple(
        (
            one.provider.name,
            one.measure,
            f"{one.due_on:%d-%m-%Y}",
            f"{one.test_on:%d-%m-%Y}" + (" (te laat)" if one.is_open and one.test_on < as_of else ""),
            RESULTS[AgreementResult(one.result)],
        )
        for one in found
    )
    return Table("Afspraken per aanbieder", columns, cells)


def _sentences(rows: Sequence[SegmentRow], tested: Sequence[AgreementRow], until: str) -> list[str]:
    held, overdue = sum(one.held for one in rows), sum(one.overdue for one in rows)
    due, reached = sum(one.due for one in tested), sum(one.reached for one in tested)
    return [
        (
            f"Er {'is' if held == 1 else 'zijn'} {counted(held, 'gesprek', 'gesprekken')} gehouden{until}; met "
            f"{counted(overdue, 'aanbieder is', 'aanbieders is')} het gesprek over de termijn."
        ),
        (
            f"Van {counted(due, 'verbeterafspraak', 'verbeterafspraken')} om te toetsen, "
            f"{'is' if reached == 1 else 'zijn'} er {number(reached)} gehaald."
        ),
    ]


def _decision_row(one: BoardDecision, *, is_late: bool) -> Row:
    lights = {
        DecisionState.OPEN: Light("rood", "loopt, te laat") if is_late else Light("", "loopt"),
        DecisionState.DONE: Light("groen", "uitgevoerd"),
        DecisionState.DROPPED: Light("", "vervallen"),
    }
    return (
        one.subject,
        one.decision,
        one.owner,
        f"{one.decided_on:%d-%m-%Y}" if one.decided_on else "",
        f"{one.due_on:%d-%m-%Y}",
        lights[DecisionState(one.state)],
        one.outcome,
    )
