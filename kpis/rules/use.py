"""Who used which care in a calendar year, for how long and at what cost (formulas, sections 0 and 8).

Per municipality, and for the region as a whole, split by product, category, care form, referrer and team.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kpis.rules.change import keys as keys_of_change
from kpis.rules.months import Window
from kpis.rules.snapshot import AcceptedLine, Snapshot

REGION = ""
DIMENSIONS = ("geheel", "categorie", "productcode", "zorgvorm", "verwijzer", "team")


@dataclass(frozen=True, slots=True)
class UseRow:
    """One part of one municipality (empty = region) in one calendar year; ``part`` is empty when unknown.

    ``youths`` have a line, ``clients`` of them net declared > 0. ``days``: of those clients together, from the first
    to the last declared day of the year. ``declared`` in cents, of all youths.
    """

    municipality: str
    year: int
    dimension: str
    part: str
    youths: int
    clients: int
    days: int
    declared: int


@dataclass(slots=True)
class Youth:
    """The lines of one client in one cell."""

    cents: int = 0
    begins: list[date] = field(default_factory=list)
    ends: list[date] = field(default_factory=list)

    @property
    def days(self) -> int:
        return (max(self.ends) - min(self.begins)).days + 1


def use(snapshot: Snapshot, window: Window) -> list[UseRow]:
    """The rows of every dimension, sorted."""
    cells: dict[tuple[str, int, str, str], dict[str, Youth]] = defaultdict(lambda: defaultdict(Youth))
    for entry in snapshot.lines:
        if entry.service_month in window:
            for municipality in (REGION, entry.municipality):
                for dimension, part in parts(snapshot, entry):
                    _add(cells[municipality, entry.line.begin.year, dimension, part], entry)
    return [_row(cell, youths) for cell, youths in sorted(cells.items())]


def parts(snapshot: Snapshot, entry: AcceptedLine) -> Iterable[tuple[str, str]]:
    """Where a line stands in each dimension."""
    allocation = snapshot.allocations.get((entry.municipality, entry.line.allocation))
    product = snapshot.product_codes.get(entry.code)
    form = (product.care_form if product else "") or entry.category
    referrer = dict(keys_of_change(snapshot, entry))["verwijzer"]
    team = (allocation.team if allocation else None) or ""
    return zip(DIMENSIONS, ("", entry.category, entry.code, form, referrer, team), strict=True)


def _add(youths: Mapping[str, Youth], entry: AcceptedLine) -> None:
    youth = youths[entry.line.client]
    youth.cents += entry.line.signed
    youth.begins.append(entry.line.begin)
    youth.ends.append(entry.line.end)


def _row(cell: tuple[str, int, str, str], youths: Mapping[str, Youth]) -> UseRow:
    clients = [youth for youth in youths.values() if youth.cents > 0]
    return UseRow(
        *cell,
        youths=len(youths),
        clients=len(clients),
        days=sum(youth.days for youth in clients),
        declared=sum(youth.cents for youth in youths.values()),
    )
