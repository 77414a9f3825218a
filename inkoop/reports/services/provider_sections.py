"""Providers beside each other: how spending is spread, who stands out with what they said, and spending room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from contracts.models import SpendingRoom
from contracts.queries.spending import RoomState, room_states
from contracts.rules.small_cells import SMALLEST_SHOWN, is_small
from inkoop.base.dutch import counted, number, percent, short_euro
from inkoop.base.parameters import values_at
from inkoop.reports.content import Cell, Column, Hidden, Light, Measured, Picture, Row, Section, Table, Unit
from inkoop.reports.rules.suppression import Sum, hidden_rows
from inkoop.reports.services.kpi_section import UNITS
from inkoop.reports.services.money_sections import missing
from kpis.choices import FigureUnit, Verdict, indicator_of
from kpis.models import Computation, IndicatorValue, SignalJudgement, SignalReply, SignalSighting
from providers.models import Provider

Said = TypeVar("Said", SignalReply, SignalJudgement)

LARGEST, TEN = 15, 10
HIGHLY_CONCENTRATED = 2500
NO_REPLY, NO_VERDICT = "nog geen uitleg", "nog niet beoordeeld"
ROOM_LIGHTS = {
    "rood": Light("rood", "geheel gedeclareerd"),
    "oranje": Light("oranje", "drempel bereikt"),
    "groen": Light("groen", "binnen de ruimte"),
}


@dataclass(frozen=True)
class Turnover:
    """One provider in the window: declared in cents, of so many clients."""

    name: str
    agb: str
    cents: int
    clients: int


def providers_section(behaviour: Computation | None) -> Section:
    """How spending is spread over providers, over the window of the declaratiegedrag. Two queries."""
    title = "Aanbieders: concentratie"
    if behaviour is None:
        return missing("aanbieders", title, "declaratiegedrag")
    found = _turnovers(behaviour)
    whole = sum(one.cents for one in found)
    named, other = split_off(found)
    columns = (
        Column("Aanbieder"),
        Column("Cliënten", Unit.COUNT),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Aandeel", Unit.SHARE),
    )
    rows: list[Row] = [(one.name, one.clients, one.cents, _share(one.cents, whole)) for one in named]
    if other:
        rest = sum(one.cents for one in other)
        name = f"Overige {counted(len(other), 'aanbieder', 'aanbieders')}"
        rows.append((name, None, rest, _share(rest, whole)))
    table = Table(
        "De grootste aanbieders", columns, tuple(rows), ("Samen", None, whole, Decimal(1) if whole else None)
    )
    return Section(
        "aanbieders",
        title,
        tuple(_concentration(found, whole)),
        (table,),
        (Picture(title, (2,), "Gedeclareerd per aanbieder."),),
        f"HHI: de som van de kwadraten van de aandelen; boven {number(HIGHLY_CONCENTRATED)} geldt een markt als sterk "
        "geconcentreerd. Aanbieders met weinig jeugdigen staan bij de overige. Een jeugdige met twee aanbieders telt "
        "bij beide; daarom staat er geen totaal van cliënten.",
    )


def split_off(found: Sequence[Turnover]) -> tuple[list[Turnover], list[Turnover]]:
    """The largest by name, and the others together; among those are never so few that one could be known."""
    named = [one for one in found if not is_small(one.clients)][:LARGEST]
    other = [one for one in found if one not in named]
    while other and named and (len(other) == 1 or sum(one.clients for one in other) < SMALLEST_SHOWN):
        other.insert(0, named.pop())
    return named, other


def signals_section(behaviour: Computation | None) -> Section:
    """Providers whose declaratiegedrag stood out on the peildatum, with their reply. Three queries."""
    title = "Opvallend declaratiegedrag, met de uitleg van de aanbieder"
    if behaviour is None:
        return missing("signalen", title, "declaratiegedrag")
    seen = list(
        SignalSighting.objects.filter(peildatum=behaviour.peildatum, stands=True)
        .select_related("signal__provider")
        .order_by("signal__provider__name", "indicator")
    )
    ids = [one.signal_id for one in seen]
    said = _newest(SignalReply.objects.filter(signal__in=ids, peildatum__lte=behaviour.peildatum))
    judged = _newest(SignalJudgement.objects.filter(signal__in=ids, peildatum__lte=behaviour.peildatum))
    columns = (
        Column("Aanbieder"),
        Column("Indicator"),
        Column("Waarde", Unit.NUMBER),
        Column("Vergelijkbare aanbieders", Unit.NUMBER),
        Column("Gemoeid", Unit.CENTS),
        Column("Uitleg van de aanbieder"),
        Column("Oordeel"),
    )
    rows = tuple(_signal_row(one, said.get(one.signal_id), judged.get(one.signal_id)) for one in seen)
    providers = len({one.signal.provider_id for one in seen})
    answered = sum(one.signal_id in said for one in seen)
    sentences = (
        (
            f"{counted(providers, 'aanbieder wijkt', 'aanbieders wijken')} af van vergelijkbare aanbieders; bij "
            f"{answered} van {counted(len(seen), 'afwijking', 'afwijkingen')} gaf de aanbieder uitleg. Een afwijking "
            "is een aanleiding voor een gesprek, geen oordeel."
        ),
    )
    return Section(
        "signalen",
        title,
        sentences if seen else ("Geen enkele aanbieder wijkt zo af dat het een gesprek vraagt.",),
        (Table(title, columns, rows),) if rows else (),
        (),
        "Vergeleken met aanbieders van hetzelfde soort hulp, met een robuuste z-score; kleine aanbieders doen niet "
        "mee. Vergelijkbare aanbieders: de mediaan. Gemoeid: het deel van het gedeclareerde waar het over gaat.",
    )


def rooms_section(behaviour: Computation | None, peildatum: date) -> Section:
    """Spending rooms (bestedingsruimten) of the year, by state, and those at their limit. Eight queries at most."""
    title = "Bestedingsruimte van contracten"
    rooms = SpendingRoom.objects.filter(year=peildatum.year)
    states = room_states(rooms, today=peildatum, parameters=values_at(peildatum))
    if not states:
        return Section("ruimte", title, (f"Voor {peildatum.year} is geen bestedingsruimte afgesproken.",))
    clients = _clients(behaviour)
    hidden = _hidden_rooms(states, clients)
    columns = (
        Column("Stand"),
        Column("Contracten", Unit.COUNT),
        Column("Ruimte", Unit.CENTS),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Nog verwacht", Unit.CENTS),
        Column("Benut", Unit.SHARE),
    )
    by_state = _by_state(states)
    rows = tuple(_state_row(name, by_state.get(name, [])) for name in ROOM_LIGHTS)
    total = _state_row("Samen", states)
    at_limit = [one for name in ("rood", "oranje") for one in by_state.get(name, [])]
    return Section(
        "ruimte",
        title,
        (
            (
                f"Van {counted(len(states), 'bestedingsruimte', 'bestedingsruimten')} "
                f"{'is' if len(by_state.get('rood', [])) == 1 else 'zijn'} er {len(by_state.get('rood', []))} geheel "
                f"gedeclareerd en {len(by_state.get('oranje', []))} over de drempel."
            ),
        ),
        (Table("Naar stand", columns, rows, total), _at_limit(at_limit, hidden)),
        (
            Picture(
                "Ruimte en gedeclareerd naar stand", (2, 3), "Bestedingsruimte en gedeclareerd, naar stand."
            ),
        ),
        "Benut: gedeclareerd en nog verwacht, gedeeld door de ruimte van het jaar. Het verwachte is het tempo van de "
        "laatste rijpe maanden. Dit is de ruimte van een contract, niet het budgetplafond van een jeugdige.",
    )


def _turnovers(behaviour: Computation) -> list[Turnover]:
    rows = IndicatorValue.objects.filter(
        computation=behaviour, part="", indicator="DG01", numerator__gt=0
    ).select_related("provider")
    clients = _clients(behaviour)
    found = [
        Turnover(row.provider.name, row.provider.agb, row.numerator or 0, clients.get(row.provider_id, 0))
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.cents, one.agb))


def _clients(behaviour: Computation | None) -> dict[int, int]:
    """Per provider the distinct clients of the window."""
    rows = IndicatorValue.objects.filter(computation=behaviour, part="", indicator="DG02")
    return {provider: number or 0 for provider, number in rows.values_list("provider", "numerator")}


def _concentration(found: Sequence[Turnover], whole: int) -> list[str]:
    squares = sum((Decimal(one.cents) / whole) ** 2 for one in found) if whole else Decimal(0)
    top = sum(one.cents for one in found[:TEN])
    return [
        f"Er declareerden {counted(len(found), 'aanbieder', 'aanbieders')} samen {short_euro(whole).rstrip('.')}.",
        (
            f"De tien grootste hebben samen {percent(_share(top, whole))}; de concentratie-index (HHI) is "
            f"{number(squares * 10_000)} van 10.000."
        ),
    ]


def _newest(rows: Iterable[Said]) -> dict[int, Said]:
    """Per signal what was said last."""
    return {row.signal_id: row for row in sorted(rows, key=lambda row: row.pk)}


def _signal_row(one: SignalSighting, reply: SignalReply | None, verdict: SignalJudgement | None) -> Row:
    indicator = indicator_of(one.indicator)
    unit = UNITS[FigureUnit(indicator.unit)]
    return (
        one.signal.provider.name,
        indicator.name,
        _measured(one.value, unit),
        _measured(one.median_peers, unit),
        one.stake,
        reply.text if reply else NO_REPLY,
        Verdict(verdict.verdict).label if verdict else NO_VERDICT,
    )


def _measured(value: Decimal | None, unit: Unit) -> Cell:
    return None if value is None else Measured(value, unit)


def _by_state(states: Sequence[RoomState]) -> Mapping[str, list[RoomState]]:
    found: dict[str, list[RoomState]] = defaultdict(list)
    for one in states:
        found[one.state].append(one)
    return found


def _state_row(name: str, states: Sequence[RoomState]) -> Row:
    room, declared = sum(one.use.room for one in states), sum(one.use.declared for one in states)
    expected = sum(one.use.expected or 0 for one in states)
    label = ROOM_LIGHTS[name].text if name in ROOM_LIGHTS else name
    return (label, len(states), room, declared, expected, _share(declared + expected, room))


def _hidden_rooms(states: Sequence[RoomState], clients: Mapping[int, int]) -> frozenset[int | str]:
    """Rooms of providers with few clients, and those by which they would follow from the sum of their state."""
    people: dict[int | str, int] = {
        one.room.pk: clients.get(one.room.contract.provider_id, 0) for one in states
    }
    sums = [Sum(name, tuple(one.room.pk for one in of_state)) for name, of_state in _by_state(states).items()]
    wholes = {one.whole: sum(people[part] for part in one.parts) for one in sums}
    return hidden_rows(people | wholes, sums, published=set(wholes))


def _at_limit(states: Sequence[RoomState], hidden: frozenset[int | str]) -> Table:
    columns = (
        Column("Aanbieder"),
        Column("Contract"),
        Column("Ruimte", Unit.CENTS),
        Column("Gedeclareerd", Unit.CENTS),
        Column("Benut", Unit.SHARE),
        Column("Stand"),
        Column("Laatste stap"),
    )
    return Table("Over de drempel", columns, tuple(_room_row(one, hidden) for one in states))


def _room_row(one: RoomState, hidden: frozenset[int | str]) -> Row:
    provider: Provider = one.room.contract.provider
    figures: tuple[Cell, ...] = (one.use.declared, one.share)
    if one.room.pk in hidden:
        figures = (Hidden.SMALL, Hidden.SMALL)
    step = one.taken[-1].get_step_display() if one.taken else ""
    return (provider.name, one.room.contract.number, one.use.room, *figures, ROOM_LIGHTS[one.state], step)


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) / whole if whole else None
