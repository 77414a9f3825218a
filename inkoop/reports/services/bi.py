"""Keeps the views for BI beside the tables, with their words and rights, and writes them to files."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from inkoop.reports.queries.bi import ROLE, SCHEMA, VIEWS, View
from inkoop.reports.queries.sources import newest_peildatum, sources_at
from inkoop.reports.services.shielding import shield

MANIFEST = "inhoud.csv"
BLOCK = 1 << 16


def drop_views() -> None:
    """A view would forbid to change the columns that it reads."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS bi CASCADE")


@transaction.atomic
def keep_views() -> bool:
    """Makes all views anew when they are not as described here; False = they were. Others may not even look."""
    wanted = _fingerprint()
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regnamespace('bi'), 'pg_namespace')")
        if cursor.fetchone() == (wanted,):
            return False
        drop_views()
        cursor.execute("CREATE SCHEMA bi")
        cursor.execute("REVOKE ALL ON SCHEMA bi FROM PUBLIC")
        for view in VIEWS:
            for statement in _statements(view):
                cursor.execute(statement)
        _grant(cursor)
        cursor.execute(sql.SQL("COMMENT ON SCHEMA bi IS {}").format(wanted))
    return True


def grant_rights() -> None:
    """Lets the role read, if the database has it; for a role made after the views."""
    with connection.cursor() as cursor:
        _grant(cursor)


def write_views(folder: Path, *, today: date) -> dict[str, int]:
    """Each view as a CSV file, and a list of them with rows and SHA-256; returns the rows per view.

    A file is complete or the one of before. Small cells of the newest use are looked for first.
    """
    newest = newest_peildatum()
    use = sources_at(newest).use if newest else None
    if use is not None:
        shield(use)
    folder.mkdir(parents=True, exist_ok=True)
    found = {view.name: _write(view, folder) for view in VIEWS}
    part = folder / f".{MANIFEST}"
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["bestand", "uitleg", "rijen", "sha256", "geschreven_op"])
        for view in VIEWS:
            name = f"{view.name}.csv"
            writer.writerow([name, view.says, found[view.name], _digest(folder / name), today.isoformat()])
    part.replace(folder / MANIFEST)
    return found


def described() -> Iterator[str]:
    """The views and their columns, as the manual has them."""
    for view in VIEWS:
        yield f"### `{SCHEMA}.{view.name}`"
        yield ""
        yield view.says
        yield ""
        yield "| kolom | betekenis |"
        yield "|---|---|"
        yield from (f"| `{name}` | {meaning} |" for name, meaning in view.columns.items())
        yield ""


def _statements(view: View) -> Iterator[sql.Composed]:
    name = sql.Identifier(SCHEMA, view.name)
    columns = sql.SQL(", ").join(map(sql.Identifier, view.columns))
    body = sql.SQL(view.sql)  # written here, not by users
    yield sql.SQL("CREATE VIEW {} ({}) AS {}").format(name, columns, body)
    yield sql.SQL("COMMENT ON VIEW {} IS {}").format(name, view.says)
    for column, meaning in view.columns.items():
        yield sql.SQL("COMMENT ON COLUMN {} IS {}").format(sql.Identifier(SCHEMA, view.name, column), meaning)


def _grant(cursor: Any) -> None:
    cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [ROLE])
    if cursor.fetchone() is None:
        return
    role = sql.Identifier(ROLE)
    cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA bi TO {}").format(role))
    for view in VIEWS:
        cursor.execute(sql.SQL("GRANT SELECT ON {} TO {}").format(sql.Identifier(SCHEMA, view.name), role))


def _write(view: View, folder: Path) -> int:
    part, name = folder / f".{view.name}.csv", sql.Identifier(SCHEMA, view.name)
    order = sql.SQL(", ").join(map(sql.Identifier, view.columns))
    command = sql.SQL(
        "COPY (SELECT * FROM {} ORDER BY {}) TO STDOUT WITH (FORMAT csv, HEADER true, DELIMITER ';')"
    )
    with connection.cursor() as cursor, part.open("wb") as file:
        with cursor.copy(command.format(name, order)) as copied:
            for block in copied:
                file.write(block)
        rows = int(cursor.rowcount)
    part.replace(folder / f"{view.name}.csv")
    return rows


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _fingerprint() -> str:
    return hashlib.sha256(repr(VIEWS).encode()).hexdigest()
