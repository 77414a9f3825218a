"""From a table of text to a typed staging table in the database, block by block, with COPY.

A block of lines that have the shape that such lines usually have goes to the database as it stands in the file,
unsplit. Of any other block each column is checked on its distinct new values. A malformed value becomes NULL in the
staging table and a finding; its row is marked. Memory does not grow with the file.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from psycopg import Cursor
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from inkoop.base.choices import DeliveryKind
from inkoop.exchange.columns import COLUMNS, CONTROL, Column
from inkoop.exchange.errors import BrokenFile
from inkoop.exchange.pseudonyms import is_bsn, pseudonym
from inkoop.exchange.readers import Block, Lines, Table

REMEMBERED = 10_000
MOST_WAITING = 1_000  # findings in memory
STAGE = "stage"
STAGED_FINDINGS = "staged_finding"

LONG_NUMBER = re.compile(r"\d{8,}")
NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)
LONGEST_SHOWN = 200
LONGEST_NAME = 40
MOST_NAMES = 40

Progress = Callable[[int], None]
StagedFinding = tuple[int, str, str, str, str]  # row, field, rule, found, expected
NOTHING: frozenset[str] = frozenset()


@dataclass(slots=True)
class ColumnReader:
    """Recognises the values of one column, remembering those seen before."""

    column: Column
    place: int  # in the file
    known: set[str] = field(default_factory=set)

    def read(self, values: Sequence[str]) -> tuple[Sequence[str], set[str] | frozenset[str]]:
        """The values without space around them, and the distinct ones among them that the column does not allow."""
        if self.known.issuperset(values):
            return values, NOTHING
        new = set(values) - self.known
        if any(value != value.strip() for value in new):
            values = [value.strip() for value in values]
            new = set(values) - self.known
        bad = {value for value in new if not self._allows(value)}
        if len(self.known) > REMEMBERED:
            self.known.clear()
        self.known |= new - bad if bad else new
        return values, bad

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
    _create(cursor, COLUMNS[kind])
    stager = _Stager(table, COLUMNS[kind])
    blocks = table.in_blocks(stager.good_lines)
    more = True
    while more:
        with cursor.copy(stager.copy) as copy:
            more = False
            for block in blocks:
                copy.write(stager.text(block))
                progress(stager.done)
                if len(stager.findings) > MOST_WAITING:
                    more = True
                    break
        _write_findings(cursor, stager.findings)
    if stager.has_findings:
        cursor.execute(MARK_MALFORMED)
    cursor.execute(BRIEF_STATISTICS)
    return stager.done


def _create(cursor: Cursor, columns: tuple[Column, ...]) -> None:
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}, pg_temp.{STAGED_FINDINGS}")
    parts: list[Composable] = [
        SQL("row_number integer GENERATED BY DEFAULT AS IDENTITY (CACHE 1000)"),
        SQL("malformed boolean NOT NULL DEFAULT false"),
    ]
    parts += [
        SQL("{} {}").format(Identifier(column.name), SQL(column.sql))
        for column in sorted(
            columns, key=lambda column: column.sql == "text"
        )  # of fixed width first: read faster
        if column.name != "bsn"
    ]
    cursor.execute(
        SQL("CREATE TEMP TABLE {} ({}) ON COMMIT DROP").format(Identifier(STAGE), SQL(", ").join(parts))
    )
    cursor.execute(
        f"CREATE TEMP TABLE {STAGED_FINDINGS} "
        "(row_number integer, field text, rule text, found text, expected text) ON COMMIT DROP"
    )


# On a small sample: enough to choose the order of joins by.
BRIEF_STATISTICS = f"""
SET LOCAL default_statistics_target = 10; ANALYZE {STAGE}; SET LOCAL default_statistics_target = DEFAULT
"""

MARK_MALFORMED = f"""
UPDATE {STAGE} SET malformed = true WHERE row_number IN (SELECT row_number FROM {STAGED_FINDINGS})
"""


class _Stager:
    """Turns blocks into the text that COPY takes; empty = NULL. Row numbers are given by the staging table."""

    def __init__(self, table: Table, columns: tuple[Column, ...]) -> None:
        by_name = {column.name: column for column in columns}
        places = {name: place for place, name in enumerate(table.header) if name in by_name}
        self.bsn_place = places.pop("bsn", None)
        self.readers = [ColumnReader(by_name[name], place) for name, place in places.items()]
        self.names = list(places)
        self.names_clients = "client" in by_name
        if self.bsn_place is not None and "client" not in places:
            self.names.append("client")
        self.may_pass = self.names == table.header
        self.delimiter = table.delimiter
        self.good_lines = self._good_lines() if self.may_pass else None
        self.done = 0
        self.findings: list[StagedFinding] = []
        self.has_findings = False

    @property
    def copy(self) -> Composed:
        names = SQL(", ").join(map(Identifier, self.names))
        return SQL("COPY {} ({}) FROM STDIN (DELIMITER {}, NULL '')").format(
            Identifier(STAGE), names, Literal(self.delimiter)
        )

    def _good_lines(self) -> Lines | None:
        """Lines that need no reading, because every value in them is surely good and they name a client."""
        columns = [reader.column for reader in self.readers]
        if not all(column.shape for column in columns):
            return None
        shapes = [
            column.shape if column.required or column.name == "client" else f"(?:{column.shape})?"
            for column in columns
        ]
        return re.compile(f"(?:{self.delimiter.join(shapes)}\n)*+", re.ASCII)

    def text(self, block: Block) -> str:
        given = block.columns
        if given is None:
            self.done += block.rows
            return block.text
        before = len(self.findings)
        columns = [self._values(reader, given[reader.place]) for reader in self.readers]
        passes = self.may_pass and all(
            column is given[reader.place] for column, reader in zip(columns, self.readers, strict=True)
        )
        if self.names_clients:
            columns = self._with_clients(columns, given, block.rows)
        self.done += block.rows
        self.has_findings = self.has_findings or len(self.findings) > before
        if passes and block.text and "\\" not in block.text:
            return block.text
        return self._written(columns)

    def _values(self, reader: ColumnReader, given: Sequence[str]) -> Sequence[str]:
        values, bad = reader.read(given)
        return _without_malformed(values, bad, reader.column, self.done, self.findings) if bad else values

    def _with_clients(
        self, columns: list[Sequence[str]], given: list[Sequence[str]], rows: int
    ) -> list[Sequence[str]]:
        place = self.names.index("client")
        clients = columns[place] if place < len(columns) else [""] * rows
        if self.bsn_place is not None:
            bsns = [value.strip() for value in given[self.bsn_place]]
            clients = _with_pseudonyms(clients, bsns, self.done, self.findings)
        if "" in clients:
            field_name = "client" if self.bsn_place is None else "bsn"
            _require_person(clients, field_name, self.done, self.findings)
        return [*columns[:place], clients, *columns[place + 1 :]]

    def _written(self, columns: list[Sequence[str]]) -> str:
        escaped = [_escaped(column, self.delimiter) for column in columns]
        return "".join(f"{line}\n" for line in map(self.delimiter.join, zip(*escaped, strict=True)))


def _escaped(values: Sequence[str], delimiter: str) -> Sequence[str]:
    """Line ends and other control characters are not allowed in a value and need no escape."""
    all_text = "".join(values)
    if "\\" not in all_text and delimiter not in all_text:
        return values
    return [value.replace("\\", "\\\\").replace(delimiter, f"\\{delimiter}") for value in values]


def _without_malformed(
    values: Sequence[str],
    bad: set[str] | frozenset[str],
    column: Column,
    done: int,
    findings: list[StagedFinding],
) -> list[str]:
    for index, value in enumerate(values):
        if value in bad:
            findings.append((done + index + 1, column.name, "", _shown(value), column.expected))
    return ["" if value in bad else value for value in values]


def _shown(value: str) -> str:
    """A malformed value as a finding shows it: on one line, and never a BSN that came into the wrong column."""
    line = CONTROL.sub(" ", value[:LONGEST_SHOWN])
    return NINE_DIGITS.sub(lambda found: "…" if is_bsn(found[0]) else found[0], line) or "niets"


def _with_pseudonyms(
    clients: Sequence[str], bsns: Sequence[str], done: int, findings: list[StagedFinding]
) -> list[str]:
    """Puts the pseudonym of each BSN in the place of the client. A finding never shows the BSN itself."""
    key = settings.PSEUDONYM_KEY.encode()
    made: dict[str, str] = {}
    replaced = list(clients)
    for index, value in enumerate(bsns):
        if not value:
            continue
        if value not in made:
            made[value] = pseudonym(value, key=key) if is_bsn(value) else ""
        replaced[index] = made[value]
        if not made[value]:
            expected = "een BSN dat aan de elfproef voldoet"
            findings.append((done + index + 1, "bsn", "CS002", "een ongeldig nummer", expected))
    return replaced


def _require_person(
    clients: Sequence[str], field_name: str, done: int, findings: list[StagedFinding]
) -> None:
    known = {finding[0] for finding in findings if finding[1] in ("bsn", "client")}
    for index, client in enumerate(clients):
        number = done + index + 1
        if not client and number not in known:
            findings.append((number, field_name, "", "niets", "een cliënt: vul client of bsn"))


def _write_findings(cursor: Cursor, findings: list[StagedFinding]) -> None:
    if not findings:
        return
    with cursor.copy(SQL("COPY {} FROM STDIN").format(Identifier(STAGED_FINDINGS))) as copy:
        for finding in findings:
            copy.write_row(finding)
    findings.clear()
