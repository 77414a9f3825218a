"""What hand-written SQL needs again and again."""

from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

LOCK_ONE_LOAD = 8202
"""Advisory lock of who writes facts: one delivery, or one decision that comes into force, at a time."""

ROOM = "SELECT set_config('temp_buffers', %s, false) WHERE pg_my_temp_schema() = 0"
"""Temporary tables of this session stay in memory as far as they fit; the server takes it as they grow. Can be
asked only while the session has had none yet. Much of it makes dropping small tables slower.
"""


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
