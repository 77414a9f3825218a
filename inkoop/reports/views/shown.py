"""Sections as the pages show them: charts, and cells as text with a look."""

from typing import Any

from django.http import HttpRequest

from inkoop.reports.content import Cell, Column, Hidden, Light, Report, Row, Section, Table, Unit, shown_row
from inkoop.reports.pictures import drawn

FITS_BESIDE, FITS_ON_LINE = 4, 40


def page_of(report: Report, sections: list[Section]) -> dict[str, Any]:
    return {"title": report.title, "report": report, "sections": [readable(one) for one in sections]}


def readable(section: Section) -> dict[str, Any]:
    return {
        "section": section,
        "charts": drawn(section),
        "tables": [
            {
                "table": table,
                "rows": [_cells(table, row) for row in table.rows],
                "total": shown_row(table, table.total) if table.total else None,
                "is_wide": len(table.columns) > FITS_BESIDE,
            }
            for table in section.tables
        ],
    }


def one_subject(request: HttpRequest, sections: list[Section]) -> dict[str, Any]:
    """The section that is asked for, with the way to the one before and after."""
    keys = [section.key for section in sections]
    asked = request.GET.get("deel", keys[0])
    place = keys.index(asked) if asked in keys else 0
    return {
        "current": readable(sections[place]),
        "number": place + 1,
        "subjects": sections,
        "first": keys[0],
        "last": keys[-1],
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
    }


def _cells(table: Table, row: Row) -> list[dict[str, str]]:
    """The cells as text, and how they look: numbers to the right, what is hidden quietly, lights with their colour."""
    texts = shown_row(table, row)
    return [
        {"text": text, "look": _look(cell, column, text)}
        for cell, text, column in zip(row, texts, table.columns, strict=True)
    ]


def _look(cell: Cell, column: Column, text: str) -> str:
    if isinstance(cell, Light):
        return f"light {cell.colour}".strip()
    if isinstance(cell, Hidden):
        return "num shielded"
    if column.unit != Unit.TEXT:
        return "num"
    return "wrap" if len(text) > FITS_ON_LINE else ""
