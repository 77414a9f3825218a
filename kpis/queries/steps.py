"""Runs the steps of a computation: one file with one SELECT per step, which becomes a temporary table.

The table has the name of its file, lives until the end of the transaction, and later steps read it.
Values go in as parameters; a file is never put together from parts.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg.sql import Identifier

FOLDER = Path(__file__).parent / "sql"

KEYS = {"category": "category_no", "current_allocation": "allocation_id"}
"""Keys of steps that others look up in; they also tell the planner which joins it may leave out."""

Values = Mapping[str, Any]


@cache
def statement(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def make_table(cursor: CursorWrapper, name: str, values: Values) -> int:
    """Runs a step into the temporary table of its name, which it replaces; returns the number of rows."""
    table = Identifier(name).as_string(cursor.cursor)  # text: the history of a request reads statements
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    cursor.execute(f"CREATE TEMP TABLE {table} ON COMMIT DROP AS {statement(name)}", values)
    rows = int(cursor.rowcount)
    if name in KEYS:
        cursor.execute(f"CREATE UNIQUE INDEX ON pg_temp.{table} ({KEYS[name]})")
    cursor.execute(f"ANALYZE pg_temp.{table}")
    return rows


def run(cursor: CursorWrapper, name: str, values: Values) -> int:
    """Runs a step that writes; returns the number of rows it touched."""
    cursor.execute(statement(name), values)
    return int(cursor.rowcount)
