"""What hand-written SQL needs again and again."""

from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

LOCK_ONE_LOAD = 8202
"""Advisory lock of who writes facts: one delivery, or one decision that comes into force, at a time."""

LOCK_CHAIN = 8203
"""Advisory lock of who adds to the log of reads: one row at a time."""


def one_value(cursor: Cursor | CursorWrapper) -> Any:
    """The value of a query that gives one row of one column, such as a count."""
    row = cursor.fetchone()
    if row is None:
        raise LookupError("de query gaf geen rij")
    return row[0]


def row_count(cursor: Cursor, table: str) -> int:
    """The number of rows of a table with a fixed name; cost: reads it whole."""
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(one_value(cursor))


def room(size: str) -> str:
    """Keeps temporary tables of this session in memory as far as they fit in ``size`` (as ``64MB``).

    The server takes the memory as they grow. A session that has had temporary tables keeps the room it has, also
    when they went with a transaction that was rolled back; much of it makes dropping small tables slower.
    """
    return f"""
        DO $$ BEGIN
            PERFORM set_config('temp_buffers', '{size}', false);
        EXCEPTION WHEN invalid_parameter_value THEN NULL;
        END $$
    """
