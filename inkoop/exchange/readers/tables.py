"""CSV and XLSX files as tables of text."""

import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from inkoop.exchange.errors import BrokenFile

LONGEST_FIELD = 100_000
PEEK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` yields rows with exactly as many fields as ``header``; empty rows are passed over."""

    header: list[str]
    rows: Iterator[list[str]]


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Opens a CSV or XLSX file. Raises BrokenFile, also while the rows are read."""
    if zipfile.is_zipfile(path):
        yield _xlsx(path)
        return
    _refuse_binary(path)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield _csv(lines)


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(PEEK)
    if not start.strip():
        raise BrokenFile("Het bestand is leeg. Verwacht: een kopregel en rijen. Lever het volledige bestand aan.")
    if b"\0" in start:
        raise BrokenFile(
            "Het bestand is geen tekst (CSV) en geen XLSX. Sla het op als CSV (UTF-8) of XLSX en lever het opnieuw aan."
        )


def _csv(lines: Iterator[str]) -> Table:
    csv.field_size_limit(LONGEST_FIELD)
    try:
        first = next(lines)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error) from None
    reader = csv.reader(_chain(first, lines), delimiter=_delimiter(first), strict=True)
    header = [name.strip().lower() for name in next(reader)]
    return Table(header, _csv_rows(reader, len(header)))


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _delimiter(first: str) -> str:
    if ";" not in first and "," not in first:
        raise BrokenFile(
            "Het bestand is geen tabel: de kopregel heeft geen ';' of ','. "
            "Verwacht: kolomnamen gescheiden door ';' of ','. Controleer of dit het juiste bestand is."
        )
    return ";" if first.count(";") >= first.count(",") else ","


def _csv_rows(reader: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    number = 0
    try:
        for row in reader:
            if not row:
                continue
            number += 1
            if len(row) != width:
                raise _wrong_width(number, len(row), width)
            yield row
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error) from None
    except csv.Error as error:
        raise BrokenFile(
            f"Rij {number + 1} is geen geldige CSV ({error}). Vaak is het bestand afgebroken of staat er een los "
            "aanhalingsteken in. Maak het bestand opnieuw en lever het volledig aan."
        ) from None


def _wrong_width(number: int, found: int, width: int) -> BrokenFile:
    return BrokenFile(
        f"Rij {number} heeft {found} velden, verwacht: {width}, zoals in de kopregel. "
        "Het bestand is afgebroken of de kolommen verspringen. Maak het opnieuw en lever het volledig aan."
    )


def _wrong_encoding(error: UnicodeDecodeError) -> BrokenFile:
    return BrokenFile(
        f"Het bestand is geen UTF-8: byte {error.object[error.start]:#04x} is geen geldig teken. "
        "Sla het op als CSV UTF-8 en lever het opnieuw aan."
    )


def _xlsx(path: Path) -> Table:
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise BrokenFile(
            f"Het XLSX-bestand is niet te lezen ({error}). Open het, sla het opnieuw op en lever het nog eens aan."
        ) from None
    if not rows:
        raise BrokenFile("Het eerste blad is leeg. Verwacht: een kopregel en rijen op het eerste blad.")
    header = [_cell(value).strip().lower() for value in rows[0]]
    width = max((index + 1 for index, name in enumerate(header) if name), default=0)
    return Table(header[:width], _xlsx_rows(rows, width))


def _xlsx_rows(rows: list[list[object]], width: int) -> Iterator[list[str]]:
    for row in rows[1:]:
        cells = [_cell(value) for value in row[:width]]
        if any(cells):
            yield cells + [""] * (width - len(cells))


def _cell(value: object) -> str:
    """Numbers without a spurious .0, dates as JJJJ-MM-DD."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if value is not None else ""
