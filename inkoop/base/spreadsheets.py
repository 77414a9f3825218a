"""Tables as files for a spreadsheet, in which text is never a formula."""

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?", re.ASCII)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
QUOTE = "'"

LONGEST = 32_767
ROWS_AT_ONCE = 500
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
UNSAFE = re.compile(f"[&<>_]|{FORBIDDEN.pattern}")
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOOK = {
    "[Content_Types].xml": f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{DECLARED}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>'
    '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATED}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'{DECLARED}<styleSheet xmlns="{MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
SHEET_BEGIN = (
    f'{DECLARED}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
).encode()


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
    """All cells are text, so that codes keep their zeros; one sheet, the header bold and in sight.

    The texts stand in the cells themselves and are written as they come: a sixth of the time of a library that
    gathers them. What XML forbids is left out; a cell holds at most 32.767 signs.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in BOOK.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(SHEET_BEGIN)
            sheet.write(_row_of(header, ' s="1"').encode())
            for some in batched(rows, ROWS_AT_ONCE):
                sheet.write("".join([_row_of(row) for row in some]).encode())
            sheet.write(b"</sheetData></worksheet>")
    return content.getvalue()


def batched(rows: Iterable[Sequence[str]], size: int) -> Iterator[list[Sequence[str]]]:
    """As itertools has it from Python 3.12."""
    found = iter(rows)
    while some := list(islice(found, size)):
        yield some


def _row_of(row: Sequence[str], style: str = "") -> str:
    begin, end = f'<c t="inlineStr"{style}><is><t xml:space="preserve">', "</t></is></c>"
    cells = (end + begin).join(["" if not text else _in_xml(text) for text in row])
    return f"<row>{begin}{cells}{end}</row>"


def _in_xml(text: str) -> str:
    """As it stands in the sheet; what looks like an escaped sign of Excel (``_x0041_``) stays text."""
    if text[0] in FORMULA:
        text = QUOTE + text
    if len(text) > LONGEST:
        text = text[:LONGEST]
    if UNSAFE.search(text):
        text = html.escape(FORBIDDEN.sub("", ESCAPE.sub("_x005F_", text)), quote=False)
    return text
