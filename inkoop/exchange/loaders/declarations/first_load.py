"""The first load: the keys and indexes of the lines are made after the rows instead of row by row.

Their definitions are taken from the database and made again in the same transaction, so the rows are held to
exactly the same. Whoever wants to read lines meanwhile waits for the load to end; of an empty table that holds
nobody up. When somebody uses the table at this moment, the load goes the ordinary way.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Cursor
from psycopg.errors import LockNotAvailable, ObjectInUse
from psycopg.sql import SQL, Composable, Identifier

from inkoop.base.sql import one_value

WORTHWHILE = 20_000  # lines; for fewer it takes longer than it saves

IS_EMPTY = "SELECT NOT EXISTS (SELECT FROM contracts_declarationline)"

# Its own, and those of other tables that refer to it; references last.
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = 'contracts_declarationline'::regclass AND contype IN ('f', 'u', 'p')
    OR confrelid = 'contracts_declarationline'::regclass
ORDER BY contype = 'f', conname
"""

INDEXES = """
SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = 'contracts_declarationline'::regclass AND NOT i.indisprimary
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid)
ORDER BY c.relname
"""

Constraints = list[tuple[str, str, str]]  # table, name, definition
Indexes = list[tuple[str, str]]  # name, definition


@contextmanager
def indexes_afterwards(cursor: Cursor, rows: int) -> Iterator[None]:
    """Around the insert of about ``rows`` lines."""
    if rows < WORTHWHILE or not _is_empty(cursor):
        yield
        return
    cursor.execute(CONSTRAINTS)
    constraints: Constraints = cursor.fetchall()
    cursor.execute(INDEXES)
    indexes: Indexes = cursor.fetchall()
    dropped = _drop(cursor, constraints, indexes)
    yield
    if dropped:
        _make(cursor, constraints, indexes)


def _is_empty(cursor: Cursor) -> bool:
    cursor.execute(IS_EMPTY)
    return bool(one_value(cursor))


def _drop(cursor: Cursor, constraints: Constraints, indexes: Indexes) -> bool:
    """Whether it could be done at once."""
    try:
        with cursor.connection.transaction():
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            for table, name, _ in reversed(constraints):
                _alter(cursor, table, SQL("DROP CONSTRAINT {}").format(Identifier(name)))
            cursor.execute("TRUNCATE contracts_declarationline")  # spares the log, where the server allows it
            names = SQL(", ").join(Identifier(name) for name, _ in indexes)
            cursor.execute(SQL("DROP INDEX {}").format(names))
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except (LockNotAvailable, ObjectInUse):
        return False
    return True


def _make(cursor: Cursor, constraints: Constraints, indexes: Indexes) -> None:
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in constraints:
        _alter(cursor, table, SQL("ADD CONSTRAINT {} ").format(Identifier(name)) + SQL(definition))


def _alter(cursor: Cursor, table: str, change: Composable) -> None:
    cursor.execute(SQL("ALTER TABLE {} ").format(Identifier(table)) + change)
