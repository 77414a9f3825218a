"""Why spending changed: the rows of one computation, with names to read."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.choices import ReferrerType, Unit
from contracts.models import ProductCode
from inkoop.base.models import Municipality
from kpis.choices import ChangeDimension
from kpis.models import Computation, SpendingChange
from providers.models import Provider

PARTS = ("by_clients", "by_volume", "by_price", "by_new", "by_gone", "by_fixed")
PART_NAMES = (
    "aantal cliënten",
    "volume per cliënt",
    "prijs",
    "nieuwe producten",
    "vervallen producten",
    "vaste bedragen",
)
UNKNOWN = "onbekend"
MINUTES = Unit.MINUTE.value


@dataclass(frozen=True)
class Line:
    """One row of the table. ``key`` leads on to the products of it; empty = nowhere."""

    name: str
    key: str
    row: SpendingChange

    @property
    def parts(self) -> list[int]:
        return parts_of(self.row)


@dataclass(frozen=True)
class Told:
    """``whole``: all products together, or None without anything declared; ``lines`` add up to it."""

    name: str
    whole: SpendingChange | None
    lines: list[Line]


def parts_of(row: SpendingChange) -> list[int]:
    """The six parts of a change, in cents."""
    return [getattr(row, part) for part in PARTS]


def told(computation: Computation, dimension: ChangeDimension, key: str | None) -> Told:
    """With a key: the products within it; else one line per key, or per product for the region.

    Three queries, whatever the number of rows.
    """
    names = names_of(dimension)
    within = dimension if key is not None else ChangeDimension.REGION
    place = key if key is not None else ""
    rows = SpendingChange.objects.filter(computation=computation)
    if dimension == ChangeDimension.REGION or key is not None:
        found = list(rows.filter(dimension=dimension, key=place))
        whole = next((row for row in found if row.is_whole), None)
        lines = _products([row for row in found if not row.is_whole])
        return Told(names.get(place, UNKNOWN), whole, _largest_first(lines))
    found = list(rows.filter(is_whole=True, dimension__in=[within, dimension]))
    whole = next((row for row in found if row.dimension == within), None)
    lines = [
        Line(names.get(row.key, row.key or UNKNOWN), row.key, row)
        for row in found
        if row.dimension == dimension
    ]
    return Told(names_of(ChangeDimension.REGION)[""], whole, _largest_first(lines))


def names_of(dimension: ChangeDimension) -> dict[str, str]:
    """What the keys of a dimension are called."""
    if dimension == ChangeDimension.MUNICIPALITY:
        return dict(Municipality.objects.values_list("code", "name"))
    if dimension == ChangeDimension.PROVIDER:
        return dict(Provider.objects.values_list("agb", "name"))
    if dimension == ChangeDimension.REFERRER:
        return {str(value): str(label) for value, label in ReferrerType.choices}
    return {"": "Hele regio"}


def unit_label(unit: str) -> str:
    """Minutes are shown as hours."""
    return str(Unit.HOUR.label if unit == MINUTES else dict(Unit.choices).get(unit, ""))


def _products(rows: Iterable[SpendingChange]) -> list[Line]:
    names = dict(ProductCode.objects.values_list("code", "description"))
    return [Line(_product_name(row, names), "", row) for row in rows]


def _product_name(row: SpendingChange, names: dict[str, str]) -> str:
    name = f"{row.product_code or UNKNOWN} {names.get(row.product_code, '')}".strip()
    return f"{name} (per {unit_label(row.unit)})" if row.unit else name


def _largest_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-abs(line.row.moved), line.name))
