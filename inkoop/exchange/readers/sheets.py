"""The first sheet of an XLSX file as a table of text.

The library reads a sheet as a whole, as a full rectangle up to its last cell. What that may take is
measured beforehand, so that a large or ill-meant file is refused instead of exhausting the memory.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.readers.table import Table

MOST_BYTES = 12_000_000  # unpacked
MOST_CELLS = 400_000
BLOCK = 1 << 18

# The begin of a row, and of a cell that holds something; its place is counted where it is not given.
TAGS = re.compile(rb"""<(?:\w+:)?(row|c)\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
IN_CSV = "Sla het blad op als CSV UTF-8 en lever dat aan; voor CSV is er geen grens."
UNREADABLE = "Het XLSX-bestand is niet te lezen. Open het, sla het opnieuw op en lever het nog eens aan."
# What a damaged or encrypted archive raises, depending on where it is damaged.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error)


def open_sheet(path: Path) -> Table:
    _refuse_large(path)
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    except (CalamineError, OSError, IndexError):
        raise BrokenFile(UNREADABLE) from None
    texts = ([_text(value) for value in row] for row in rows)
    header = next((cells for cells in texts if any(cells)), None)
    if header is None:
        raise BrokenFile("Het eerste blad is leeg. Verwacht: een kopregel en rijen op het eerste blad.")
    names = [name.strip().lower() for name in header]
    width = max(index + 1 for index, name in enumerate(names) if name)
    return Table(names[:width], _rows(texts, width))


def _rows(texts: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    for cells in texts:
        if any(cells[:width]):
            yield cells[:width]


def _text(value: object) -> str:
    """Numbers without a spurious .0, dates as JJJJ-MM-DD."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _refuse_large(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST_BYTES:
                raise BrokenFile(
                    f"Het XLSX-bestand is te groot: uitgepakt {size // 1_000_000} MB, hoogstens "
                    f"{MOST_BYTES // 1_000_000} MB (ongeveer 15.000 rijen). {IN_CSV}"
                )
            most = max((_cells(archive, part) for part in parts), default=0)
    except DAMAGED:
        raise BrokenFile(UNREADABLE) from None
    if most > MOST_CELLS:
        raise BrokenFile(
            f"Het blad is te groot: tot en met de laatste gevulde cel {most} cellen, hoogstens {MOST_CELLS}. "
            f"Verwijder losse cellen ver onder of rechts van de tabel. {IN_CSV}"
        )


def _cells(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """The rectangle up to the last cell of a part of the workbook; 0 when it holds no cells.

    Reads the part to its end, so that a part that is longer or other than it says is noticed here.
    """
    height = width = row = column = 0
    for piece in _pieces(archive, part):
        for tag, attributes in TAGS.findall(piece):
            given = PLACE.search(attributes)
            if tag == b"row":
                row, column = int(given[2]) if given else row + 1, 0
            elif attributes.endswith(b"/"):
                column += 1
            else:
                row, column = (int(given[2]), _column_number(given[1])) if given else (row, column + 1)
                height, width = max(height, row), max(width, column)
    return height * width


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Blocks of a part that do not break inside a tag."""
    rest = b""
    with archive.open(part) as file:
        while block := file.read(BLOCK):
            whole, mark, rest = (rest + block).rpartition(b"<")
            if mark:
                yield whole
                rest = mark + rest
            else:
                yield rest
                rest = b""
    yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
