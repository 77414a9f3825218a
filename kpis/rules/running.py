"""What will be declared on allocations that are there already: verzilvering and survival together, as they turned out.

A year ago there were allocations for the year to come. What has been declared on them since, against what was
allocated for those months then, says how much of an allocation that is known now will be declared: some end early,
some are extended, a summer is quiet, and those who have been in care for some time use more of it than who begins.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.rules.periods import add_months, months_between
from kpis.rules.months import Window
from kpis.rules.parameters import Parameters
from kpis.rules.series import SeriesRow, series
from kpis.rules.snapshot import Snapshot, category_of_allocation, declared

YEAR = 12


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One category and one month of a year ago: W and clients as allocated then, and declared since; cents."""

    value: int
    clients: int
    declared: int


@dataclass(frozen=True)
class Realised:
    """How what was allocated a year ago turned out, per category and months ahead (1 to at most 12)."""

    cells: Mapping[str, Mapping[int, Foreseen]]

    def level(self, category: str) -> Fraction | None:
        """Declared per cent of W, or per client where there is no W; None when nothing was allocated."""
        own = self.cells.get(category, {}).values()
        base = sum(one.value for one in own) or sum(one.clients for one in own)
        return Fraction(sum(one.declared for one in own), base) if base else None

    def shape(self, ahead: int) -> Fraction:
        """Declared so many months ahead / what the levels foretell of it, in the region; 1 where nothing is known."""
        foretold, turned_out = Fraction(0), 0
        for category, own in self.cells.items():
            level = self.level(category)
            if level is not None and ahead in own:
                foretold += level * self.base(category, own[ahead].value, own[ahead].clients)
                turned_out += own[ahead].declared
        return turned_out / foretold if foretold > 0 else Fraction(1)

    def base(self, category: str, value: int, clients: int) -> int:
        """What a level of a category is measured against: W, else clients."""
        has_value = any(one.value for one in self.cells.get(category, {}).values())
        return value if has_value else clients

    def expected(self, row: SeriesRow, ahead: int) -> Fraction | None:
        """What a month to come will come to on what is allocated; None when the category says nothing."""
        level = self.level(row.category)
        if level is None:
            return None
        return self.base(row.category, row.value, row.clients) * level * self.shape(min(ahead, YEAR))


def realised(
    now: Snapshot, year_ago: Snapshot, newest: date, mature: date, parameters: Parameters
) -> Realised:
    """From the months since a year ago that are mature now; categories as they were then."""
    first = add_months(newest, 1 - YEAR)
    if mature < first:
        return Realised({})
    window = Window(first, mature)
    cells: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for row in series(year_ago, Window(first, newest), parameters):
        if row.month in window:
            cell = cells[row.category][months_between(newest, row.month) + YEAR]
            cell[0] += row.value
            cell[1] += row.clients
    for category, month, cents in declared_since(now, year_ago, window):
        cells[category][months_between(newest, month) + YEAR][2] += cents
    return Realised(
        {category: {ahead: Foreseen(*cell) for ahead, cell in own.items()} for category, own in cells.items()}
    )


def declared_since(now: Snapshot, year_ago: Snapshot, window: Window) -> Iterable[tuple[str, date, int]]:
    """Declared on the allocations of a year ago, by their category of then and service month."""
    for key, then in year_ago.allocations.items():
        for entry in now.lines_on.get(key, ()):
            if entry.service_month in window:
                yield category_of_allocation(then), entry.service_month, declared([entry])
