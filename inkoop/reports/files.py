"""A report as a file: PDF to print and keep, XLSX with real numbers, CSV per section."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import xlsxwriter

from inkoop.base.dutch import long_date
from inkoop.base.papers import render
from inkoop.base.spreadsheets import csv_file, harmless
from inkoop.reports.content import (
    HIDDEN_TEXT,
    Cell,
    Column,
    Hidden,
    Light,
    Measured,
    Report,
    Row,
    Section,
    Table,
    Unit,
    shown,
    shown_row,
)
from inkoop.reports.pictures import drawn

FORMATS = {
    Unit.CENTS: "€ #,##0.00;-€ #,##0.00",
    Unit.SHARE: "0.0%",
    Unit.COUNT: "#,##0",
    Unit.DAYS: "#,##0",
    Unit.NUMBER: "#,##0.0",
}
FITS_ON_LINE, WIDEST_SHARE = 26, 90
TALL = 2
SIZE = re.compile(r'viewBox="0 0 (?P<width>[0-9.]+) (?P<height>[0-9.]+)"')
WIDE, NARROW, LONGEST_NAME = 46, 16, 31
CENTS = Decimal(100)


def as_pdf(report: Report, reference: str, told: Callable[[int], None] = lambda _: None) -> bytes:
    """The same report and reference give the same bytes; ``told`` hears after how many sections it is."""
    sections = []
    for done, section in enumerate(report.sections, start=1):
        sections.append(_for_paper(section))
        told(done)
    return render(
        "rapport.typ",
        {
            "title": report.title,
            "place": report.place,
            "period": report.period,
            "peildatum": long_date(report.peildatum),
            "reference": reference,
            "stated": list(report.stated),
            "sections": sections,
            "definitions": [[name, text] for name, text in report.definitions.items()],
        },
        dated=datetime.combine(report.peildatum, time(), tzinfo=UTC),
    )


def as_xlsx(report: Report, reference: str) -> bytes:
    """A sheet per section and one with what the figures mean; numbers are numbers, amounts in euros."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        _explain(book, report, reference)
        used: set[str] = set()
        for section in report.sections:
            if section.tables:
                _write_section(book, section, _sheet_name(section.title, used))
    return content.getvalue()


def as_csv(section: Section) -> bytes:
    """The tables of a section under each other; amounts in euros with a comma, as on the page without signs."""
    tables = section.tables
    rows: list[list[str]] = []
    for place, table in enumerate(tables):
        if place:
            rows += [[], [column.name for column in table.columns]]
        rows += [[_plain(cell) for cell in row] for row in _all_rows(table)]
    header = [column.name for column in tables[0].columns] if tables else [section.title]
    return csv_file([_in_file(column, name) for column, name in _named(tables, header)], rows)


def _named(tables: tuple[Table, ...], header: list[str]) -> list[tuple[Column | None, str]]:
    columns: list[Column | None] = list(tables[0].columns) if tables else [None]
    return list(zip(columns, header, strict=True))


def _in_file(column: Column | None, name: str) -> str:
    return f"{name} (eurocent)" if column and column.unit == Unit.CENTS else name


def _all_rows(table: Table) -> list[Row]:
    return [*table.rows, *([table.total] if table.total else [])]


def _plain(cell: Cell) -> str:
    if isinstance(cell, Hidden):
        return HIDDEN_TEXT
    if isinstance(cell, (Light, Measured)):
        return shown(cell, Unit.TEXT)
    if isinstance(cell, Decimal):
        return f"{cell:.6f}"
    return "" if cell is None else str(cell)


def _for_paper(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "explanation": section.explanation,
        "pictures": [
            {
                "svg": str(chart.wide),
                "alt": f"{chart.title}. {chart.description}",
                "is_tall": _is_tall(str(chart.wide)),
            }
            for chart in drawn(section)
        ],
        "tables": [
            {
                "title": table.title if table.title != section.title else "",
                "columns": [column.name for column in table.columns],
                "is_number": [column.unit != Unit.TEXT for column in table.columns],
                "rows": [[_on_paper(table, row, place) for place in range(len(row))] for row in table.rows],
                "widths": _widths(table),
                "total": [
                    "" if cell is None else text
                    for cell, text in zip(table.total, shown_row(table, table.total), strict=True)
                ]
                if table.total
                else [],
                "note": table.note,
            }
            for table in section.tables
        ],
    }


def _widths(table: Table) -> list[int]:
    """Per column its share of what is left, 0 = as wide as its text. Long texts share; else the first has the rest."""
    shares = []
    for place, column in enumerate(table.columns):
        longest = max((len(shown(row[place], column.unit)) for row in table.rows), default=0)
        is_long = column.unit == Unit.TEXT and longest > FITS_ON_LINE
        shares.append(min(longest, WIDEST_SHARE) if is_long else 0)
    return shares if any(shares) else [1, *shares[1:]]


def _is_tall(svg: str) -> bool:
    found = SIZE.search(svg)
    return found is not None and TALL * float(found["height"]) > float(found["width"])


def _on_paper(table: Table, row: Row, place: int) -> dict[str, str]:
    cell = row[place]
    light = cell.colour if isinstance(cell, Light) else ""
    return {"text": shown(cell, table.columns[place].unit), "light": light}


def _explain(book: xlsxwriter.Workbook, report: Report, reference: str) -> None:
    sheet = book.add_worksheet("Toelichting")
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, NARROW + 8)
    sheet.set_column(1, 1, 2 * WIDE, wrapped)
    facts = [
        (report.title, ""),
        ("Gemeente of regio", report.place),
        ("Jaren", report.period),
        ("Kenmerk", reference),
        *[("", text) for text in report.stated],
        ("", ""),
        ("Wat betekent wat", ""),
        *report.definitions.items(),
        *[(section.title, section.explanation) for section in report.sections if section.explanation],
    ]
    for number, (name, text) in enumerate(facts):
        sheet.write_string(number, 0, harmless(name), bold)
        sheet.write_string(number, 1, harmless(text), wrapped)


def _write_section(book: xlsxwriter.Workbook, section: Section, name: str) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "text_wrap": True})
    sheet.set_column(0, 0, WIDE)
    sheet.set_column(1, 20, NARROW)
    line = 0
    for table in section.tables:
        for place, column in enumerate(table.columns):
            sheet.write_string(line, place, column.name, bold)
        line += 1
        for row in _all_rows(table):
            is_total = table.total is not None and row is table.total
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                _write_cell(book, sheet, line, place, cell, column.unit, bold=is_total)
            line += 1
        line += 1


def _write_cell(  # noqa: PLR0917 -- a cell is a place, a value and a look
    book: xlsxwriter.Workbook, sheet: Any, line: int, place: int, cell: Cell, unit: Unit, *, bold: bool
) -> None:
    if isinstance(cell, Measured):
        _write_cell(book, sheet, line, place, cell.value, cell.unit, bold=bold)
        return
    if isinstance(cell, (Hidden, Light, str)) or cell is None:
        text = "" if cell is None else _plain(cell)
        sheet.write_string(line, place, harmless(text), book.add_format({"bold": bold}))
        return
    value = Decimal(cell) / CENTS if unit == Unit.CENTS else cell
    sheet.write_number(line, place, value, book.add_format({"bold": bold, "num_format": FORMATS[unit]}))


def _sheet_name(title: str, used: set[str]) -> str:
    """At most 31 characters without those that Excel forbids, each once."""
    plain = "".join(sign for sign in title if sign not in "[]:*?/\\")[:LONGEST_NAME]
    name, number = plain, 1
    while name.lower() in used:
        number += 1
        name = f"{plain[: LONGEST_NAME - 3]} {number}"
    used.add(name.lower())
    return name
