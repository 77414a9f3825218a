"""Delivered files as tables of text: CSV here, XLSX in ``sheets``."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TextIO

from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers.sheets import open_sheet
from inkoop.exchange.readers.table import Block, Lines, Table, in_blocks, in_rows

LONGEST_FIELD = 100_000
LONGEST_LINE = 500_000  # characters; a file without line ends would otherwise be one line in memory
PEEK = 64 * 1024
BLOCK = 64 * 1024  # characters read at a time

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
    delimiter = _delimiter(first)
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader)]
    except csv.Error as error:
        raise _no_csv("De kopregel", error) from None
    blocks = partial(_blocks, file, delimiter, len(header))
    return Table(header, in_rows(blocks(None)), blocks, delimiter)


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of the file, of which none is read further than a delivery can need."""
    try:
        while line := file.readline(LONGEST_LINE):
            yield _checked(line, line)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error) from None


def _pieces(file: TextIO) -> Iterator[str]:
    """The rest of the file in pieces of whole lines."""
    try:
        while piece := file.read(BLOCK):
            end = file.readline(LONGEST_LINE)
            yield _checked(piece + end, end)
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error) from None


def _checked(text: str, line: str) -> str:
    if len(line) == LONGEST_LINE:
        raise BrokenFile(
            f"Het bestand heeft een regel van meer dan {LONGEST_LINE} tekens. Verwacht: een regel per rij. "
            "Controleer of dit het juiste bestand is."
        )
    if "\0" in text:
        raise BrokenFile(NO_TEXT)
    return text


def _blocks(file: TextIO, delimiter: str, width: int, good: Lines | None) -> Iterator[Block]:
    """A piece without anything special is split as a whole, several times faster than row by row; one of good lines
    not at all. The first quotation mark ends that, because what it opens may go on in the next piece.
    """
    done = 0
    pieces = _pieces(file)
    for piece in pieces:
        if '"' in piece:
            yield from in_blocks(_rows(chain([piece], pieces), delimiter, width, done))
            return
        plain = _plain_block(piece, delimiter, width, good)
        for block in [plain] if plain else in_blocks(_rows([piece], delimiter, width, done)):
            done += block.rows
            yield block


def _plain_block(piece: str, delimiter: str, width: int, good: Lines | None) -> Block | None:
    """None when a line has another width or is empty, or when only the csv module can tell what it is."""
    text = piece.replace("\r\n", "\n")
    if "\r" in text or len(text) > LONGEST_FIELD:
        return None
    if not text.endswith("\n"):
        text += "\n"
    rows = text.count("\n")
    if good and good.fullmatch(text):
        return Block(rows, None, text)
    # Every line end becomes a cell of its own: all stand in their place when all lines have the same width.
    cells = text.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    step = width + 1
    if len(cells) != rows * step + 1 or cells[width::step].count("\n") != rows:
        return None
    return Block(rows, [cells[place:-1:step] for place in range(width)], text)


def _delimiter(first: str) -> str:
    if ";" not in first and "," not in first:
        raise BrokenFile(
            "Het bestand is geen tabel: de kopregel heeft geen ';' of ','. "
            "Verwacht: kolomnamen gescheiden door ';' of ','. Controleer of dit het juiste bestand is."
        )
    return ";" if first.count(";") >= first.count(",") else ","


def _rows(pieces: Iterable[str], delimiter: str, width: int, done: int) -> Iterator[list[str]]:
    """The rows of the pieces, read by the csv module; ``done`` rows came before."""
    lines = chain.from_iterable(io.StringIO(piece, newline="") for piece in pieces)
    number = done
    try:
        for row in csv.reader(lines, delimiter=delimiter, strict=True):
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
