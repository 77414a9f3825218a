"""Keeping the planner informed inside a load.

Autovacuum comes too late for a table that grows in one transaction: foreign key checks and later
statements would be planned for the small table that it was, and scan it once per row.
"""

from psycopg import Cursor

from inkoop.base.sql import one_value

NOTICEABLE = 20  # a twentieth of the table


def refresh_statistics(cursor: Cursor, table: str, added: int) -> None:
    """Analyses ``table`` when ``added`` rows changed its size noticeably."""
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
    if added * NOTICEABLE > one_value(cursor):
        cursor.execute(f"ANALYZE {table}")
