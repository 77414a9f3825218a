"""Shift of care between two equal windows: transitions between classes and care forms, and the waterbed.

A *place* is the region, a municipality or a provider. The window before is the equal one that ends just before the
window. Clients move from the cell they were in to the one they are in; nowhere is a cell too, so that the clients of
both windows are all in the table.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from contracts.rules.periods import add_months, first_of_month
from kpis.rules.months import Window
from kpis.rules.snapshot import AcceptedLine, Snapshot, grouped

NOWHERE = ""
BY_CLASS, BY_FORM = "klasse", "zorgvorm"

Place = tuple[str, str]  # (regio, gemeente or aanbieder; key)
Cents = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Transition:
    """How many clients of a place went from one cell to another; ``before`` and ``after`` may be nowhere."""

    place: Place
    axis: str
    before: str
    after: str
    clients: int


@dataclass(frozen=True, slots=True)
class Bed:
    """One category of a place in both windows, in cents; clients with net declared > 0.

    ``target``: only of the clients with net declared > 0 in that category before; empty = of all clients.
    """

    place: Place
    target: str
    category: str
    declared_before: int
    declared_after: int
    clients_before: int
    clients_after: int


def around(intervention: date, newest: date, most: int = 12) -> Window | None:
    """The months to set beside the equal window before an intervention: from its own month, ``most`` at most.

    ``newest``: the last mature month, after which nothing counts. None = the month of the intervention is later.
    """
    first = first_of_month(intervention)
    if newest < first:
        return None
    return Window(first, min(newest, add_months(first, most - 1)))


def places(snapshot: Snapshot) -> Iterator[tuple[Place, list[AcceptedLine]]]:
    """The places with their lines."""
    yield ("regio", ""), list(snapshot.lines)
    for code, lines in grouped(snapshot.lines, lambda entry: entry.municipality).items():
        yield ("gemeente", code), lines
    for agb, lines in grouped(snapshot.lines, lambda entry: entry.line.agb).items():
        yield ("aanbieder", agb), lines


def transitions(snapshot: Snapshot, window: Window) -> list[Transition]:
    """Of every place and axis the pairs of cells with clients, sorted."""
    found = []
    for place, lines in places(snapshot):
        for axis, cell_of, choose in axes(snapshot):
            then = chosen(lines, window.previous(), cell_of, choose)
            now = chosen(lines, window, cell_of, choose)
            moves = Counter((then.get(one, NOWHERE), now.get(one, NOWHERE)) for one in {*then, *now})
            found += [Transition(place, axis, *move, clients) for move, clients in moves.items()]
    return sorted(found, key=lambda one: (one.place, one.axis, one.before, one.after))


def axes(
    snapshot: Snapshot,
) -> list[tuple[str, Callable[[AcceptedLine], str], Callable[[Cents], str]]]:
    """What a cell of a line is, and in which of its cells a client is: the heaviest class, or the dearest care form."""
    codes = snapshot.product_codes

    def weight(entry: AcceptedLine) -> str:
        product = codes.get(entry.code)
        return str(product.weight_class) if product and product.weight_class else NOWHERE

    def form(entry: AcceptedLine) -> str:
        product = codes.get(entry.code)
        return (product.care_form if product else None) or entry.category

    return [(BY_CLASS, weight, max), (BY_FORM, form, dearest)]


def dearest(cents: Cents) -> str:
    """The cell with most cents; of equal ones the first."""
    return min(cents, key=lambda cell: (-cents[cell], cell))


def chosen(
    lines: Iterable[AcceptedLine],
    window: Window,
    cell_of: Callable[[AcceptedLine], str],
    choose: Callable[[Cents], str],
) -> dict[str, str]:
    """Per client the cell it is in, of those with net declared > 0; clients without one are absent."""
    net: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in lines:
        if entry.service_month in window and (cell := cell_of(entry)):
            net[entry.line.client][cell] += entry.line.signed
    positive = {
        client: {cell: cents for cell, cents in own.items() if cents > 0} for client, own in net.items()
    }
    return {client: choose(own) for client, own in positive.items() if own}


def waterbed(snapshot: Snapshot, window: Window) -> list[Bed]:
    """Of every place the categories with anything declared: of all clients, and of those of each category before."""
    found = []
    for place, lines in places(snapshot):
        then, now = net_per_client(lines, window.previous()), net_per_client(lines, window)
        categories = sorted({category for category, _ in (*then, *now)})
        had = {
            target: {client for (category, client), cents in then.items() if category == target and cents > 0}
            for target in categories
        }
        for target in ("", *categories):
            for category in categories:
                of = had.get(target)
                before = [
                    c
                    for (each, client), c in then.items()
                    if each == category and (of is None or client in of)
                ]
                after = [
                    c
                    for (each, client), c in now.items()
                    if each == category and (of is None or client in of)
                ]
                bed = Bed(place, target, category, sum(before), sum(after), paying(before), paying(after))
                if bed.declared_before or bed.declared_after:
                    found.append(bed)
    return sorted(found, key=lambda one: (one.place, one.target, one.category))


def net_per_client(lines: Iterable[AcceptedLine], window: Window) -> dict[tuple[str, str], int]:
    """Net declared per category and client, in cents."""
    net: dict[tuple[str, str], int] = defaultdict(int)
    for entry in lines:
        if entry.service_month in window:
            net[entry.category, entry.line.client] += entry.line.signed
    return net


def paying(cents: Iterable[int]) -> int:
    return sum(1 for one in cents if one > 0)
