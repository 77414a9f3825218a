"""From a table of text to a typed staging table in the database, chunk by chunk, with COPY.

Each column is checked per chunk on its distinct new values, so a well-formed file costs little more than
reading it. A malformed value becomes NULL in the staging table and a finding; its row is marked.
Memory does not grow with the file.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.conf import settings
from psycopg import Cursor
from psycopg.sql import SQL, Composable, Identifier

from inkoop.base.choices import DeliveryKind
from inkoop.exchange.columns import COLUMNS, CONTROL, Column
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.pseudonyms import is_bsn, pseudonym
from inkoop.exchange.readers import Table

CHUNK = 1_000  # rows; larger takes more memory and is no faster
REMEMBERED = 10_000
STAGE = "stage"
STAGED_FINDINGS = "staged_finding"

LONG_NUMBER = re.compile(r"\d{8,}")
NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)
LONGEST_SHOWN = 200
LONGEST_NAME = 40
MOST_NAMES = 40

Progress = Callable[[int], None]


@dataclass(slots=True)
class ColumnReader:
    """Recognises the values of one column, remembering those seen before."""

    column: Column
    position: int | None  # place in the file; None = absent
    known: set[str] = field(default_factory=set)

    def values(self, rows: list[list[str]]) -> list[str]:
        if self.position is None:
            return [""] * len(rows)
        place = self.position
        return [row[place] for row in rows]

    def malformed(self, values: list[str]) -> set[str]:
        """The distinct values of this chunk that the column does not allow."""
        if len(self.known) > REMEMBERED:
            self.known.clear()
        new = set(values) - self.known
        bad = {value for value in new if not self._allows(value)}
        self.known |= new - bad
        return bad

    def _allows(self, value: str) -> bool:
        return self.column.is_valid(value) if value else not self.column.required


def detect_kind(header: list[str]) -> DeliveryKind:
    """The kind whose required columns all stand in the header; of several the one with most columns in common."""
    fitting = [
        kind
        for kind, columns in COLUMNS.items()
        if {column.name for column in columns if column.required} <= set(header)
    ]
    if not fitting:
        raise BrokenFile(
            f"De kopregel past bij geen enkele soort aanlevering. Gevonden kolommen: {listed(header)}. "
            "Zie de lijst met kolommen per soort, of geef de soort op met --kind om te zien wat er ontbreekt."
        )
    return max(fitting, key=lambda kind: len({column.name for column in COLUMNS[kind]} & set(header)))


def check_header(header: list[str], kind: DeliveryKind) -> list[str]:
    """Raises BrokenFile when columns are missing or double; returns the unknown ones, which are ignored."""
    columns = COLUMNS[kind]
    double = sorted({name for name in header if name and header.count(name) > 1})
    if double:
        raise BrokenFile(
            f"De kopregel noemt een kolom dubbel: {listed(double)}. Laat elke kolom één keer staan."
        )
    missing = [column.name for column in columns if column.required and column.name not in header]
    if {"bsn", "client"} <= {column.name for column in columns} and not {"bsn", "client"} & set(header):
        missing.append("client (of bsn)")
    if missing:
        raise BrokenFile(
            f"In de kopregel ontbreken kolommen voor {kind.label}: {', '.join(missing)}. "
            f"Gevonden: {listed(header)}. Voeg de kolommen toe en lever het bestand opnieuw aan."
        )
    return [name for name in header if name and name not in {column.name for column in columns}]


def listed(names: Iterable[str]) -> str:
    """Names of columns for a message. What stands in the place of a header may be a row of data: a long number,
    which may be a BSN, is never shown.
    """
    found = list(names)
    shown = [LONG_NUMBER.sub("…", CONTROL.sub(" ", name))[:LONGEST_NAME] for name in found[:MOST_NAMES]]
    return ", ".join(shown) + (" en meer" if len(found) > MOST_NAMES else "")


def stage(cursor: Cursor, table: Table, kind: DeliveryKind, progress: Progress) -> int:
    """Fills the staging table and the table of form findings; returns the number of data rows."""
    columns = COLUMNS[kind]
    _create(cursor, columns)
    readers = [
        ColumnReader(column, table.header.index(column.name) if column.name in table.header else None)
        for column in columns
    ]
    done = 0
    while rows := list(islice(table.rows, CHUNK)):
        _stage_chunk(cursor, readers, rows, done)
        done += len(rows)
        progress(done)
    cursor.execute(SQL("ANALYZE {}").format(Identifier(STAGE)))
    return done


def _create(cursor: Cursor, columns: tuple[Column, ...]) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}, pg_temp.{STAGED_FINDINGS}")
    parts: list[Composable] = [SQL("row_number integer"), SQL("malformed boolean")]
    parts += [
        SQL("{} {}").format(Identifier(column.name), SQL(column.sql))
        for column in columns
        if column.name != "bsn"
    ]
    cursor.execute(
        SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(Identifier(STAGE), SQL(", ").join(parts))
    )
    cursor.execute(
        f"CREATE TEMP TABLE {STAGED_FINDINGS} "
        "(row_number integer, field text, rule text, found text, expected text) ON COMMIT DROP"
    )


def _stage_chunk(cursor: Cursor, readers: list[ColumnReader], rows: list[list[str]], done: int) -> None:
    findings: list[tuple[int, str, str, str, str]] = []
    cleaned: list[list[str]] = []
    clients: list[str] | None = None
    for reader in readers:
        values = _stripped(reader.values(rows))
        if reader.column.name == "bsn":
            _replace_by_pseudonym(values, clients or [], done, findings)
            continue
        bad = reader.malformed(values)
        if bad:
            values = _without_malformed(values, bad, reader.column, done, findings)
        if reader.column.name == "client":
            clients = values
        cleaned.append(values)
    _require_person(readers, clients, done, findings)
    marked = {finding[0] for finding in findings}
    numbers = range(done + 1, done + len(rows) + 1)
    flags = ["t" if number in marked else "f" for number in numbers] if marked else ["f"] * len(rows)
    _copy(cursor, STAGE, zip(map(str, numbers), flags, *cleaned, strict=True))
    if findings:
        _copy(cursor, STAGED_FINDINGS, ((str(finding[0]), *finding[1:]) for finding in findings))


def _stripped(values: list[str]) -> list[str]:
    return [value.strip() for value in values]


def _without_malformed(
    values: list[str],
    bad: set[str],
    column: Column,
    done: int,
    findings: list[tuple[int, str, str, str, str]],
) -> list[str]:
    for index, value in enumerate(values):
        if value in bad:
            findings.append((done + index + 1, column.name, "", _shown(value), column.expected))
    return ["" if value in bad else value for value in values]


def _shown(value: str) -> str:
    """A malformed value as a finding shows it: on one line, and never a BSN that came into the wrong column."""
    line = CONTROL.sub(" ", value[:LONGEST_SHOWN])
    return NINE_DIGITS.sub(lambda found: "…" if is_bsn(found[0]) else found[0], line) or "niets"


def _replace_by_pseudonym(
    values: list[str], clients: list[str], done: int, findings: list[tuple[int, str, str, str, str]]
) -> None:
    """Puts the pseudonym of each BSN in the place of the client. A finding never shows the BSN itself."""
    key = settings.PSEUDONYM_KEY.encode()
    made: dict[str, str] = {}
    for index, value in enumerate(values):
        if not value:
            continue
        if value not in made:
            made[value] = pseudonym(value, key=key) if is_bsn(value) else ""
        clients[index] = made[value]
        if not made[value]:
            findings.append(
                (
                    done + index + 1,
                    "bsn",
                    "CS002",
                    "een ongeldig nummer",
                    "een BSN dat aan de elfproef voldoet",
                )
            )


def _require_person(
    readers: list[ColumnReader],
    clients: list[str] | None,
    done: int,
    findings: list[tuple[int, str, str, str, str]],
) -> None:
    if clients is None:
        return
    known = {finding[0] for finding in findings if finding[1] in ("bsn", "client")}
    field_name = (
        "bsn" if any(r.column.name == "bsn" and r.position is not None for r in readers) else "client"
    )
    for index, client in enumerate(clients):
        number = done + index + 1
        if not client and number not in known:
            findings.append((number, field_name, "", "niets", "een cliënt: vul client of bsn"))


def _copy(cursor: Cursor, table: str, rows: Iterator[tuple[str, ...]]) -> None:
    """COPY as text; empty = NULL. Backslashes are escaped; tabs and line ends cannot occur in printable text."""
    block = "\n".join(map("\t".join, rows)) + "\n"
    if "\\" in block:
        block = block.replace("\\", "\\\\")
    with cursor.copy(SQL("COPY {} FROM STDIN (NULL '')").format(Identifier(table))) as copy:
        copy.write(block)
