"""Delivered files as tables of text: CSV here, XLSX in ``sheets``."""

import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TextIO

from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers.sheets import open_sheet
from inkoop.exchange.readers.table import Table

LONGEST_FIELD = 100_000
LONGEST_LINE = 500_000  # characters; a file without line ends would otherwise be one line in memory
PEEK = 64 * 1024

NO_TEXT = "Het bestand is geen tekst (CSV) en geen XLSX. Sla het op als CSV (UTF-8) of XLSX en lever het opnieuw aan."
EMPTY = "Het bestand is leeg. Verwacht: een kopregel en rijen. Lever het volledige bestand aan."


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Opens a CSV or XLSX file. Raises BrokenFile, also while the rows are read."""
    if zipfile.is_zipfile(path):
        yield open_sheet(path)
        return
    _refuse_binary(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield _csv(file)


def _refuse_binary(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(PEEK)
    if not start.strip():
        raise BrokenFile(EMPTY)
    if b"\0" in start:
        raise BrokenFile(NO_TEXT)


def _csv(file: TextIO) -> Table:
    csv.field_size_limit(LONGEST_FIELD)
    lines = _lines(file)
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise BrokenFile(EMPTY)
    reader = csv.reader(chain([first], lines), delimiter=_delimiter(first), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
    except csv.Error as error:
        raise _no_csv("De kopregel", error) from None
    return Table(header, _rows(reader, len(header)))


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of the file, of which none is read further than a delivery can need."""
    try:
        while line := file.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise BrokenFile(
                    f"Het bestand heeft een regel van meer dan {LONGEST_LINE} tekens. Verwacht: een regel per rij. "
                    "Controleer of dit het juiste bestand is."
                )
            if "\0" in line:
                raise BrokenFile(NO_TEXT)
            yield line
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error) from None


def _delimiter(first: str) -> str:
    if ";" not in first and "," not in first:
        raise BrokenFile(
            "Het bestand is geen tabel: de kopregel heeft geen ';' of ','. "
            "Verwacht: kolomnamen gescheiden door ';' of ','. Controleer of dit het juiste bestand is."
        )
    return ";" if first.count(";") >= first.count(",") else ","


def _rows(reader: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    number = 0
    try:
        for row in reader:
            if not row or (len(row) == 1 < width and not row[0].strip()):
                continue
            number += 1
            if len(row) != width:
                raise _wrong_width(number, len(row), width)
            yield row
    except csv.Error as error:
        raise _no_csv(f"Rij {number + 1}", error) from None


def _no_csv(place: str, error: csv.Error) -> BrokenFile:
    if "field larger" in str(error):
        return BrokenFile(
            f"{place} heeft een veld van meer dan {LONGEST_FIELD} tekens. Vaak ontbreekt een aanhalingsteken. "
            "Maak het bestand opnieuw en lever het volledig aan."
        )
    return BrokenFile(
        f"{place} is geen geldige CSV. Vaak is het bestand afgebroken of staat er een los aanhalingsteken in. "
        "Maak het bestand opnieuw en lever het volledig aan."
    )


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
