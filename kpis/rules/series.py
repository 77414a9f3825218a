"""The rows of the export ``maandreeks``: per municipality, product category and month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from contracts.rules.facts import AllocationVersion
from contracts.rules.periods import first_of_month, last_of_month
from contracts.rules.rounding import half_up
from contracts.rules.value import month_value
from kpis.rules import exact
from kpis.rules.completeness import completeness
from kpis.rules.indicators import utilisation
from kpis.rules.months import Window, last_mature_months
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import Snapshot, category_of_allocation, grouped, in_force

CellKey = tuple[str, str, date]  # (gemeentecode, productcategorie, month)


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One row. Amounts in whole cents, ``completeness`` exact (None = not known).

    ``clients`` are the distinct clients with an allocation, not withdrawn, in force on a day of the
    month; ``value`` is W of those allocations, without the undefined ones, rounded once per row.
    ``without_invoice`` counts the clients of ``clients`` whose net declared in this municipality,
    category and month is 0, ``value_without_invoice`` W of their allocations. ``expected`` is
    declared / completeness, or the expected method; None when neither can be computed.
    """

    municipality: str
    category: str
    month: date
    clients: int
    value: int
    declared: int
    without_invoice: int
    value_without_invoice: int
    completeness: Fraction | None
    expected: int | None


@dataclass(slots=True)
class Cell:
    """What is gathered of one row: W and declared per client."""

    value: dict[str, Fraction] = field(default_factory=dict)
    declared: dict[str, int] = field(default_factory=dict)

    def allocate(self, client: str, value: Fraction | None) -> None:
        """Adds an allocation in force; undefined W leaves the sum as it is."""
        self.value[client] = self.value.get(client, Fraction(0)) + (value or 0)

    def declare(self, client: str, cents: int) -> None:
        """Adds a declared amount."""
        self.declared[client] = self.declared.get(client, 0) + cents

    @property
    def total(self) -> int:
        """Declared, in cents."""
        return sum(self.declared.values())

    @property
    def without_invoice(self) -> list[str]:
        """The allocated clients with net declared 0."""
        return [client for client in self.value if self.declared.get(client, 0) == 0]


def series_window(snapshot: Snapshot, first: date | None = None, last: date | None = None) -> Window | None:
    """The months asked for; default the first month with an accepted line t/m that of P.

    None without accepted lines and without ``first``, and when the window would be empty.
    """
    first = first or min((entry.service_month for entry in snapshot.lines), default=None)
    last = last or first_of_month(snapshot.peildatum)
    return Window(first, last) if first and first <= last else None


def series(snapshot: Snapshot, window: Window | None, parameters: Parameters = DEFAULTS) -> list[SeriesRow]:
    """The rows with a client or declared <> 0, by gemeente, categorie, maand (section 11)."""
    if window is None:
        return []
    cells = gather(snapshot, window)
    complete = completeness(snapshot, parameters)
    historic = HistoricUtilisation(snapshot, parameters)
    rows = []
    for (municipality, category, month), cell in sorted(cells.items()):
        if not cell.value and cell.total == 0:
            continue
        c = complete.of(category, month)
        rows.append(
            SeriesRow(
                municipality=municipality,
                category=category,
                month=month,
                clients=len(cell.value),
                value=half_up(sum(cell.value.values())),
                declared=cell.total,
                without_invoice=len(cell.without_invoice),
                value_without_invoice=half_up(sum(cell.value[client] for client in cell.without_invoice)),
                completeness=c,
                expected=expected(cell, c, category, historic, parameters),
            )
        )
    return rows


def gather(snapshot: Snapshot, window: Window) -> Mapping[CellKey, Cell]:
    """The cells of the window: allocations in force and accepted lines, by service month."""
    cells: dict[CellKey, Cell] = defaultdict(Cell)
    for allocation in snapshot.allocations.values():
        place = (allocation.municipality, category_of_allocation(allocation))
        for month in months_in_force(allocation, window):
            value = month_value(allocation, month, snapshot.tariffs, until=window.end)
            cells[*place, month].allocate(allocation.client, value)
    for entry in snapshot.lines:
        if entry.service_month in window:
            key = (entry.municipality, entry.category, entry.service_month)
            cells[key].declare(entry.line.client, entry.line.signed)
    return cells


def months_in_force(allocation: AllocationVersion, window: Window) -> Iterable[date]:
    """The months of the window in which an allocation is in force on some day."""
    return (month for month in window if in_force(allocation, month, last_of_month(month)))


class HistoricUtilisation:
    """Historic verzilvering per product category of the region: declared / W, exact.

    Over the last 12 mature months at the peildatum, computed as DG04; None = not measurable.
    """

    def __init__(self, snapshot: Snapshot, parameters: Parameters = DEFAULTS) -> None:
        self._snapshot = snapshot
        self._window = last_mature_months(snapshot.peildatum, parameters.window_months, parameters)
        self._allocations = grouped(snapshot.allocations.values(), category_of_allocation)
        self._found: dict[str, Fraction | None] = {}

    def of(self, category: str) -> Fraction | None:
        """The verzilvering of one category."""
        if category not in self._found:
            allocations = self._allocations.get(category, [])
            used = utilisation(self._snapshot, allocations, self._window)
            self._found[category] = exact.ratio(used.declared, used.value)
        return self._found[category]


def expected(
    cell: Cell,
    c: Fraction | None,
    category: str,
    historic: HistoricUtilisation,
    parameters: Parameters = DEFAULTS,
) -> int | None:
    """The nowcast in whole cents: declared / c where c >= 0.30, else the expected method.

    Expected method: W of the row (exact) x historic verzilvering of the category in the region;
    also used when c is not known. None when that verzilvering is not measurable.
    """
    if c is not None and c >= parameters.least_completeness:
        return half_up(cell.total / c)
    share = historic.of(category)
    return None if share is None else half_up(sum(cell.value.values()) * share)
