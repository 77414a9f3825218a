"""Names a provider may use once: references of rows (8021) and declaration numbers (9333)."""

from collections.abc import Iterable, Sequence
from datetime import date

from contracts.rules.books import Books
from contracts.rules.facts import Line
from contracts.rules.findings import (
    DECLARATION_USED,
    REFERENCE_USED,
    Finding,
    MalformedRow,
    dutch_day,
)

Row = Line | MalformedRow
Head = tuple[str, date]  # (municipality, DeclaratieDagtekening)


def reference_findings(rows: Iterable[Row], books: Books) -> dict[int, Finding]:
    """8021 by row: the reference was used in an earlier delivery or an earlier row (TR314).

    Rows that are refused use their reference as well; the second row falls, whatever became of
    the first.
    """
    found, seen = {}, set()
    for row in _in_row_order(rows):
        key = (row.agb or "", row.reference or "")
        if all(key) and (key in seen or books.is_reference_used(*key)):
            found[row.row] = _used(REFERENCE_USED, "TR314", "referentienummer", key[1])
        seen.add(key)
    return found


def declaration_findings(rows: Iterable[Row], books: Books) -> dict[int, Finding]:
    """9333 by row: the number was used in an earlier delivery, or has two heads (TR333).

    Within a delivery all rows of a number have the municipality and the dagtekening of its first
    row; the rows that differ fall. A row in which one of them could not be read does not count.
    """
    found: dict[int, Finding] = {}
    heads: dict[tuple[str, str], Head] = {}
    for row in _in_row_order(rows):
        if not row.agb or not row.declaration:
            continue
        if books.is_declaration_used(row.agb, row.declaration):
            field = "declaratienummer"
            found[row.row] = _used(DECLARATION_USED, "TR333", field, row.declaration)
        elif row.municipality and row.declared_on:
            head = (row.municipality, row.declared_on)
            first = heads.setdefault((row.agb, row.declaration), head)
            if head != first:
                found[row.row] = _two_heads(row.declaration, head, first)
    return found


def _in_row_order(rows: Iterable[Row]) -> Sequence[Row]:
    return sorted(rows, key=lambda row: row.row)


def _used(code: str, rule: str, field: str, name: str) -> Finding:
    return Finding(code, rule, field, name, "een nummer dat nog niet gebruikt is")


def _two_heads(declaration: str, head: Head, first: Head) -> Finding:
    found = f"{declaration}: {_head_text(head)}"
    expected = f"{_head_text(first)}, zoals de eerste regel van dit nummer"
    return Finding(DECLARATION_USED, "TR333", "declaratienummer", found, expected)


def _head_text(head: Head) -> str:
    return f"gemeente {head[0]}, dagtekening {dutch_day(head[1])}"
