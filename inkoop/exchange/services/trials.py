"""The findings of a trial outlive it: they are copied out before the trial is taken back, and in again after it.

As bytes of COPY: ten thousand of them as objects would take more memory than the whole import.
"""

from dataclasses import dataclass

from psycopg import Cursor

COLUMNS = "delivery_id, row_number, severity, field, code, cause, found, expected, next_step"

FIRST = f"""
SELECT {COLUMNS} FROM base_finding WHERE delivery_id = %(delivery)s ORDER BY row_number, id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Findings:
    content: bytes
    rows: int


def copy_out(cursor: Cursor, delivery_id: int, most: int) -> Findings:
    """The first ``most``, in the order of the file."""
    with cursor.copy(f"COPY ({FIRST}) TO STDOUT", {"delivery": delivery_id, "most": most}) as copy:
        content = b"".join(bytes(block) for block in copy)
    return Findings(content, cursor.rowcount)


def put_back(cursor: Cursor, findings: Findings) -> None:
    with cursor.copy(f"COPY base_finding ({COLUMNS}) FROM STDIN") as copy:
        copy.write(findings.content)
