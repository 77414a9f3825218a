"""Filling a table as a whole: its keys and indexes are made after the rows instead of row by row.

Their definitions are taken from the database and made again in the same transaction, so the rows are held to exactly
the same. Nobody else can use the table meanwhile.
"""

from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper
from psycopg import Cursor
from psycopg.sql import SQL, Composable, Identifier

# Its own, and those of other tables that refer to it; references last.
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %(table)s::regclass AND contype IN ('f', 'u', 'p') OR confrelid = %(table)s::regclass
ORDER BY contype = 'f', conname
"""

INDEXES = """
SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %(table)s::regclass AND NOT i.indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid)
ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Keys:
    """Constraints as table, name and definition; indexes as name and definition."""

    constraints: list[tuple[str, str, str]]
    indexes: list[tuple[str, str]]


def keys_of(cursor: Cursor | CursorWrapper, table: str) -> Keys:
    cursor.execute(CONSTRAINTS, {"table": table})
    constraints = cursor.fetchall()
    cursor.execute(INDEXES, {"table": table})
    return Keys(constraints, cursor.fetchall())


def drop_constraints(cursor: Cursor | CursorWrapper, keys: Keys) -> None:
    for table, name, _ in reversed(keys.constraints):
        _alter(cursor, table, SQL("DROP CONSTRAINT {}").format(Identifier(name)))


def drop_indexes(cursor: Cursor | CursorWrapper, keys: Keys) -> None:
    if keys.indexes:
        names = SQL(", ").join(Identifier(name) for name, _ in keys.indexes)
        cursor.execute(SQL("DROP INDEX {}").format(names))


def make_keys(cursor: Cursor | CursorWrapper, keys: Keys) -> None:
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _, definition in keys.indexes:
        cursor.execute(definition)
    for table, name, definition in keys.constraints:
        _alter(cursor, table, SQL("ADD CONSTRAINT {} ").format(Identifier(name)) + SQL(definition))


def _alter(cursor: Cursor | CursorWrapper, table: str, change: Composable) -> None:
    cursor.execute(SQL("ALTER TABLE {} ").format(Identifier(table)) + change)
