"""Tables as files for a spreadsheet, in which text is never a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?", re.ASCII)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
QUOTE = "'"


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula, with a quotation mark before it."""
    return QUOTE + text if text.startswith(FORMULA) else text


def as_typed(text: str) -> str:
    """The other way: takes that mark off again, so that what was written out can be read in unchanged."""
    return text[1:] if text.startswith(QUOTE) and text[1:].startswith(FORMULA) else text


def safe_cell(value: Any) -> Any:
    """A text as ``harmless`` makes it; numbers, also those written as text, and days stay what they are."""
    return harmless(value) if isinstance(value, str) and not NUMBER.fullmatch(value) else value


class SafeWriter:
    """Writes rows as CSV with semicolons for who opens the file in a spreadsheet: no text of theirs is a formula."""

    def __init__(self, file: Any, *, lineterminator: str = "\n") -> None:
        self._writer = csv.writer(file, delimiter=";", lineterminator=lineterminator)

    def writerow(self, row: Iterable[Any]) -> None:
        self._writer.writerow([safe_cell(value) for value in row])

    def writerows(self, rows: Iterable[Iterable[Any]]) -> None:
        for row in rows:
            self.writerow(row)


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The file of ``csv_file`` line by line, for a table that is too long to hold."""
    for place, row in enumerate(chain([header], rows)):
        line = io.StringIO()
        SafeWriter(line, lineterminator="\r\n").writerow(row)
        yield (BYTE_ORDER_MARK if place == 0 else "") + line.getvalue()


def csv_file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark at the start, so that spreadsheets see that it is UTF-8; semicolons."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_file(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """All cells are text, so that codes keep their zeros."""
    import xlsxwriter  # noqa: PLC0415 -- two megabytes that only who writes needs

    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        for place, name in enumerate(header):
            sheet.write_string(0, place, name, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, harmless(cell))
        sheet.freeze_panes(1, 0)
    return content.getvalue()
