"""What a report says, apart from how it is shown: page, PDF, spreadsheet and frozen edition all read this.

A cell holds the figure itself: cents and counts are whole numbers, shares and means are Decimals, None = nothing to
measure, ``Hidden.SMALL`` = hidden because few youths stand behind it. Where each row has a unit of its own the cell
is ``Measured``; a judgement is a ``Light``, that says in words what its colour means.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from inkoop.base import dutch


class Unit(StrEnum):
    TEXT = "tekst"
    COUNT = "aantal"
    CENTS = "eurocent"
    SHARE = "aandeel"
    DAYS = "dagen"
    NUMBER = "getal"


class Hidden(Enum):
    SMALL = "klein aantal"


@dataclass(frozen=True)
class Measured:
    """A figure whose unit is its own, not that of its column."""

    value: int | Decimal
    unit: Unit


@dataclass(frozen=True)
class Light:
    """``colour``: groen, oranje, rood or empty; ``text`` says the same without it."""

    colour: str
    text: str


Cell = str | int | Decimal | Hidden | Measured | Light | None
Row = tuple[Cell, ...]

HIDDEN_TEXT = "afgeschermd"

WRITTEN: Mapping[Unit, Callable[[Any], str]] = {
    Unit.TEXT: lambda _: "",
    Unit.COUNT: dutch.number,
    Unit.CENTS: dutch.euro,
    Unit.SHARE: dutch.percent,
    Unit.DAYS: dutch.number,
    Unit.NUMBER: lambda value: dutch.number(value, 1),
}


@dataclass(frozen=True)
class Column:
    name: str
    unit: Unit = Unit.TEXT


@dataclass(frozen=True)
class Table:
    """``total`` is the last row, in the same columns; ``note`` stands below."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.total] if self.total else [])):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"{self.title}: een rij heeft {len(row)} cellen voor {len(self.columns)} kolommen."
                )


@dataclass(frozen=True)
class Picture:
    """Bars of some columns of a table, by place; drawn from the very figures of the table."""

    title: str
    columns: tuple[int, ...]
    description: str
    table: int = 0


@dataclass(frozen=True)
class Section:
    """``sentences`` tell what the figures say; ``explanation`` how they are counted."""

    key: str
    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    pictures: tuple[Picture, ...] = ()
    explanation: str = ""


@dataclass(frozen=True)
class Report:
    """``stated``: what the reader must know of these figures: how complete, what is hidden, from what computed."""

    kind: str
    title: str
    place: str
    peildatum: date
    period: str
    stated: tuple[str, ...]
    sections: tuple[Section, ...]
    definitions: Mapping[str, str] = field(default_factory=dict)

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)


def shown(cell: Cell, unit: Unit) -> str:
    """The figure as a person reads it."""
    if isinstance(cell, Hidden):
        return HIDDEN_TEXT
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Light):
        return cell.text
    if isinstance(cell, Measured):
        return WRITTEN[cell.unit](cell.value)
    return WRITTEN[unit](cell)


def shown_rows(table: Table) -> list[list[str]]:
    return [shown_row(table, row) for row in table.rows]


def shown_row(table: Table, row: Row) -> list[str]:
    return [shown(cell, column.unit) for cell, column in zip(row, table.columns, strict=True)]


def add_up(rows: Iterable[Row], columns: Sequence[Column], name: str) -> Row:
    """A total row: counts and cents added up, anything else and every column with something hidden left empty."""
    found = list(rows)
    cells: list[Cell] = [name]
    for place, column in enumerate(columns[1:], start=1):
        values = [row[place] for row in found]
        summable = column.unit in {Unit.COUNT, Unit.CENTS} and all(isinstance(value, int) for value in values)
        cells.append(sum(value for value in values if isinstance(value, int)) if summable else None)
    return tuple(cells)


def to_json(report: Report) -> dict[str, Any]:
    """Plain data that gives the same report back, also years later."""
    return {
        "kind": report.kind,
        "title": report.title,
        "place": report.place,
        "peildatum": report.peildatum.isoformat(),
        "period": report.period,
        "stated": list(report.stated),
        "definitions": dict(report.definitions),
        "sections": [
            {
                "key": one.key,
                "title": one.title,
                "sentences": list(one.sentences),
                "explanation": one.explanation,
                "tables": [_table_to_json(table) for table in one.tables],
                "pictures": [
                    {
                        "title": picture.title,
                        "columns": list(picture.columns),
                        "description": picture.description,
                        "table": picture.table,
                    }
                    for picture in one.pictures
                ],
            }
            for one in report.sections
        ],
    }


def from_json(data: Mapping[str, Any]) -> Report:
    return Report(
        kind=data["kind"],
        title=data["title"],
        place=data["place"],
        peildatum=date.fromisoformat(data["peildatum"]),
        period=data["period"],
        stated=tuple(data["stated"]),
        definitions=data["definitions"],
        sections=tuple(
            Section(
                key=one["key"],
                title=one["title"],
                sentences=tuple(one["sentences"]),
                explanation=one["explanation"],
                tables=tuple(_table_from_json(table) for table in one["tables"]),
                pictures=tuple(
                    Picture(
                        picture["title"], tuple(picture["columns"]), picture["description"], picture["table"]
                    )
                    for picture in one["pictures"]
                ),
            )
            for one in data["sections"]
        ),
    )


def _table_to_json(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [[column.name, column.unit.value] for column in table.columns],
        "rows": [[_cell_to_json(cell) for cell in row] for row in table.rows],
        "total": None if table.total is None else [_cell_to_json(cell) for cell in table.total],
        "note": table.note,
    }


def _table_from_json(data: Mapping[str, Any]) -> Table:
    total = data["total"]
    return Table(
        title=data["title"],
        columns=tuple(Column(name, Unit(unit)) for name, unit in data["columns"]),
        rows=tuple(tuple(_cell_from_json(cell) for cell in row) for row in data["rows"]),
        total=None if total is None else tuple(_cell_from_json(cell) for cell in total),
        note=data["note"],
    )


def _cell_to_json(cell: Cell) -> Any:
    if isinstance(cell, Hidden):
        return {"hidden": cell.value}
    if isinstance(cell, Decimal):
        return {"decimal": str(cell)}
    if isinstance(cell, Light):
        return {"light": cell.colour, "text": cell.text}
    if isinstance(cell, Measured):
        return {"measured": str(cell.value), "unit": cell.unit.value, "whole": isinstance(cell.value, int)}
    return cell


def _cell_from_json(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]
    if "hidden" in cell:
        return Hidden(cell["hidden"])
    if "light" in cell:
        return Light(cell["light"], cell["text"])
    if "measured" in cell:
        value = int(cell["measured"]) if cell["whole"] else Decimal(cell["measured"])
        return Measured(value, Unit(cell["unit"]))
    return Decimal(cell["decimal"])
