"""The first load: the keys and indexes of the lines are made after the rows.

Whoever wants to read lines meanwhile waits for the load to end; of an empty table that holds nobody up. When somebody
uses the table at this moment, the load goes the ordinary way.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Cursor
from psycopg.errors import LockNotAvailable, ObjectInUse

from inkoop.base.bulk import Keys, drop_constraints, drop_indexes, keys_of, make_keys
from inkoop.base.sql import one_value

WORTHWHILE = 20_000  # lines; for fewer it takes longer than it saves
LINES = "contracts_declarationline"
IS_EMPTY = f"SELECT NOT EXISTS (SELECT FROM {LINES})"


@contextmanager
def indexes_afterwards(cursor: Cursor, rows: int) -> Iterator[None]:
    """Around the insert of about ``rows`` lines."""
    if rows < WORTHWHILE or not _is_empty(cursor):
        yield
        return
    keys = keys_of(cursor, LINES)
    dropped = _drop(cursor, keys)
    yield
    if dropped:
        make_keys(cursor, keys)


def _is_empty(cursor: Cursor) -> bool:
    cursor.execute(IS_EMPTY)
    return bool(one_value(cursor))


def _drop(cursor: Cursor, keys: Keys) -> bool:
    """Whether it could be done at once."""
    try:
        with cursor.connection.transaction():
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            drop_constraints(cursor, keys)
            cursor.execute(f"TRUNCATE {LINES}")  # spares the log, where the server allows it
            drop_indexes(cursor, keys)
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except (LockNotAvailable, ObjectInUse):
        return False
    return True
