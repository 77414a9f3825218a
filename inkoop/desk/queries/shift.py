"""Shift of care in one place: the rows of one computation, as tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from contracts.choices import CATEGORIES
from inkoop.desk.queries.flow import name_of
from kpis.choices import FlowScope, ShiftAxis
from kpis.models import Computation, ShiftCategory, ShiftTransition

NOWHERE = ""
CLASSES = {"1": "licht", "2": "middel", "3": "zwaar"}


@dataclass(frozen=True)
class Grid:
    """``rows``: a cell before with the clients per cell after, in the order of ``cells``; nowhere comes last."""

    cells: list[str]
    rows: list[tuple[str, list[int], int]]
    totals: list[int]

    @property
    def total(self) -> int:
        return sum(self.totals)

    def clients(self, before: str, after: str) -> int:
        found = {name: numbers for name, numbers, _ in self.rows}
        return found[before][self.cells.index(after)] if {before, after} <= set(self.cells) else 0


@dataclass(frozen=True)
class Shifts:
    """``beds``: the categories of all clients, largest change first; ``own``: those of the clients of the target."""

    name: str
    classes: Grid
    forms: Grid
    beds: list[ShiftCategory]
    own: dict[str, ShiftCategory]
    target: str

    @property
    def aimed(self) -> ShiftCategory | None:
        """The target itself, of all clients."""
        return next((bed for bed in self.beds if bed.category == self.target), None)

    @property
    def elsewhere(self) -> int:
        """The change in the other categories together, in cents."""
        return sum(bed.moved for bed in self.beds if bed.category != self.target)

    @property
    def elsewhere_own(self) -> int:
        """The same of the clients who had the target before."""
        return sum(bed.moved for category, bed in self.own.items() if category != self.target)


def shifts(computation: Computation, scope: FlowScope, key: str, target: str) -> Shifts:
    """Two queries, and one for the name of a municipality or provider."""
    place = {"computation": computation, "scope": scope, "key": key}
    moved = list(ShiftTransition.objects.filter(**place))
    beds = list(ShiftCategory.objects.filter(**place, target__in={"", target}))
    everybody = [bed for bed in beds if bed.target == ""]
    return Shifts(
        name_of(scope, key),
        grid((row for row in moved if row.axis == ShiftAxis.WEIGHT), list(CLASSES)),
        grid((row for row in moved if row.axis == ShiftAxis.CARE_FORM), []),
        sorted(everybody, key=lambda bed: (-abs(bed.moved), bed.category)),
        {bed.category: bed for bed in beds if target and bed.target == target},
        target,
    )


def grid(rows: Iterable[ShiftTransition], always: list[str]) -> Grid:
    """The transitions as a square; ``always`` are cells that are there also when nobody is in them."""
    found = {(row.before, row.after): row.clients for row in rows}
    cells = sorted({*always, *(cell for pair in found for cell in pair if cell != NOWHERE)})
    cells.append(NOWHERE)
    lines = [(before, [found.get((before, after), 0) for after in cells]) for before in cells]
    totals = [sum(numbers[at] for _, numbers in lines) for at in range(len(cells))]
    return Grid(cells, [(before, numbers, sum(numbers)) for before, numbers in lines], totals)


def case_mix(numbers: dict[str, int]) -> Decimal | None:
    """The mean class of clients per class; None without any."""
    clients = sum(numbers.values())
    return Decimal(sum(int(cell) * n for cell, n in numbers.items())) / clients if clients else None


def category_name(category: str) -> str:
    return CATEGORIES.get(category, category)
