"""Why declared changed between two periods, split to the cent (formulas, sections 6 and 11, "Decomposition").

declared = clients x volume per client x price, per product and unit. The logarithmic mean Divisia index
(LMDI-I) gives each factor its part; the parts add up to the change.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from contracts.rules.codes import EURO, HOUR, MINUTE
from contracts.rules.rounding import half_up
from kpis.rules.months import Window
from kpis.rules.snapshot import AcceptedLine, Snapshot

DIGITS = 60
MINUTES_OF_HOUR = 60

DIMENSIONS = ("regio", "gemeente", "aanbieder", "verwijzer")


@dataclass(frozen=True, slots=True)
class Use:
    """One product in one unit in one period.

    ``clients``: distinct clients with net declared > 0; ``volume``: net, hours as minutes; ``declared``: cents.
    """

    clients: int
    volume: int
    declared: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Parts of a change, in whole cents; together the change."""

    clients: int = 0
    volume: int = 0
    price: int = 0
    new: int = 0
    gone: int = 0
    fixed: int = 0

    @property
    def total(self) -> int:
        return self.clients + self.volume + self.price + self.new + self.gone + self.fixed


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One product in one unit, within one key of a dimension; ``key`` is empty for the region and when unknown."""

    dimension: str
    key: str
    product: str
    unit: str
    before: Use
    after: Use
    effects: Effects


@dataclass(slots=True)
class Gathered:
    """Net cents per client and net volume of one cell in one period."""

    cents: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    volume: int = 0

    def use(self) -> Use:
        paying = sum(1 for cents in self.cents.values() if cents > 0)
        return Use(paying, self.volume, sum(self.cents.values()))


def earlier_window(later: Window) -> Window:
    """The same calendar months, as many whole years earlier as keeps the two periods apart."""
    years = -(-len(later) // 12)
    return Window(years_earlier(later.first, years), years_earlier(later.last, years))


def years_earlier(month: date, years: int) -> date:
    return month.replace(year=month.year - years)


def change(snapshot: Snapshot, earlier: Window, later: Window) -> list[ChangeRow]:
    """The rows of every dimension, sorted. A cell without anything declared in both periods has no row."""
    before, after = gather(snapshot, earlier), gather(snapshot, later)
    rows = []
    for cell in sorted({*before, *after}):
        old, new = (found.get(cell, Gathered()).use() for found in (before, after))
        if old.declared or new.declared:
            rows.append(ChangeRow(*cell, old, new, effects(old, new, unit=cell[3])))
    return rows


def gather(snapshot: Snapshot, window: Window) -> Mapping[tuple[str, str, str, str], Gathered]:
    """Per (dimension, key, product, unit) what was declared in the window."""
    cells: dict[tuple[str, str, str, str], Gathered] = defaultdict(Gathered)
    for entry in snapshot.lines:
        if entry.service_month in window:
            for dimension, key in keys(snapshot, entry):
                cell = cells[dimension, key, entry.code, unit_of(entry)]
                cell.cents[entry.line.client] += entry.line.signed
                cell.volume += volume_of(entry)
    return cells


def keys(snapshot: Snapshot, entry: AcceptedLine) -> Iterable[tuple[str, str]]:
    """Where a line stands; an unknown referrer is a key like any other."""
    allocation = snapshot.allocations.get((entry.municipality, entry.line.allocation))
    referrer = (allocation.referrer if allocation else None) or ""
    return zip(DIMENSIONS, ("", entry.municipality, entry.line.agb, referrer), strict=True)


def unit_of(entry: AcceptedLine) -> str:
    """Hours and minutes are one unit: minutes."""
    return MINUTE if entry.line.unit == HOUR else entry.line.unit


def volume_of(entry: AcceptedLine) -> int:
    """Net volume in the unit of ``unit_of``."""
    line = entry.line
    size = line.volume * (MINUTES_OF_HOUR if line.unit == HOUR else 1)
    return size if line.debit_credit == "D" else -size


def effects(before: Use, after: Use, *, unit: str) -> Effects:
    """The parts of the change of one product.

    Not declared before: ``new``; no longer declared: ``gone``. Without a volume to speak of (unit 83, whose
    volume is the amount itself, or a volume or number of clients of 0): ``fixed``.
    """
    moved = after.declared - before.declared
    if before.declared == 0:
        return Effects(new=moved)
    if after.declared == 0:
        return Effects(gone=moved)
    if unit == EURO or not (is_positive(before) and is_positive(after)):
        return Effects(fixed=moved)
    return Effects(*to_whole_cents(moved, shares(before, after)))


def is_positive(use: Use) -> bool:
    """A logarithm needs all factors above 0."""
    return min(use.clients, use.volume, use.declared) > 0


def shares(before: Use, after: Use) -> list[Fraction]:
    """L(V1, V0) x ln(k1 / k0) for clients, volume per client and price, in cents."""
    with localcontext() as context:
        context.prec = DIGITS
        ratios = [
            Fraction(after.clients, before.clients),
            Fraction(after.volume * before.clients, before.volume * after.clients),
            Fraction(after.declared * before.volume, before.declared * after.volume),
        ]
        logs = [logarithm(ratio) for ratio in ratios]
        whole = logarithm(Fraction(after.declared, before.declared))
        if whole == 0:
            return [Fraction(before.declared * log) for log in logs]
        moved = Decimal(after.declared - before.declared)
        return [Fraction(moved * log / whole) for log in logs]


def logarithm(ratio: Fraction) -> Decimal:
    """ln, to 60 digits."""
    return (Decimal(ratio.numerator) / Decimal(ratio.denominator)).ln()


def to_whole_cents(moved: int, exact: list[Fraction]) -> list[int]:
    """Rounded half up; what rounding leaves goes to the largest part, of equal ones the first."""
    rounded = [half_up(part) for part in exact]
    sizes = [round(abs(part), 20) for part in exact]
    rounded[sizes.index(max(sizes))] += moved - sum(rounded)
    return rounded


@dataclass(frozen=True, slots=True)
class WholeRow:
    """All products of one key together; ``clients`` are distinct over products."""

    dimension: str
    key: str
    clients_before: int
    clients_after: int
    declared_before: int
    declared_after: int


def wholes(snapshot: Snapshot, earlier: Window, later: Window) -> list[WholeRow]:
    """One row per key with anything declared, sorted; clients with net declared > 0 over all products."""
    before, after = (gather_wholes(snapshot, window) for window in (earlier, later))
    rows = []
    for key in sorted({*before, *after}):
        old, new = (found.get(key, Gathered()).use() for found in (before, after))
        if old.declared or new.declared:
            rows.append(WholeRow(*key, old.clients, new.clients, old.declared, new.declared))
    return rows


def gather_wholes(snapshot: Snapshot, window: Window) -> Mapping[tuple[str, str], Gathered]:
    cells: dict[tuple[str, str], Gathered] = defaultdict(Gathered)
    for entry in snapshot.lines:
        if entry.service_month in window:
            for place in keys(snapshot, entry):
                cells[place].cents[entry.line.client] += entry.line.signed
    return cells
