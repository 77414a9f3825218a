"""Keeping the planner informed inside a load.

Autovacuum comes too late for a table that grows in one transaction: foreign key checks and later
statements would be planned for the small table that it was, and scan it once per row.
"""

from psycopg import Cursor

from inkoop.base.sql import one_value

NOTICEABLE = 10  # a tenth of the table, as autovacuum has it


def size(cursor: Cursor, table: str) -> float:
    """About how many rows the table has, as the planner knows it; -1 = not known."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
    return float(one_value(cursor))


def analyse_briefly(cursor: Cursor, table: str) -> None:
    """For a table of this load only, on a small sample: enough to choose the order of joins by."""
    cursor.execute(
        f"SET LOCAL default_statistics_target = 2; ANALYZE {table}; SET LOCAL default_statistics_target = DEFAULT"
    )


def refresh_statistics(cursor: Cursor, table: str, added: int) -> None:
    """Analyses ``table`` when ``added`` rows changed its size noticeably."""
    if added * NOTICEABLE > size(cursor, table):
        cursor.execute(f"ANALYZE {table}")
