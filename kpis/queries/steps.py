"""Runs the steps of a computation: one file with one SELECT per step, which becomes a temporary relation.

The relation lives until the end of the transaction, and later steps read it. Values go in as parameters; a
file is never put together from parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper
from psycopg.sql import Identifier

from inkoop.base.sql import room

FOLDER = Path(__file__).parent / "sql"

KEYS = {"current_allocation": "allocation_id"}
"""Keys of relations that others look up in; they also tell the planner which joins it may leave out."""

TUNING = (
    "SET LOCAL work_mem = '256MB'; SET LOCAL random_page_cost = 1.1; SET LOCAL jit = off;"
    " SET LOCAL default_statistics_target = 10"
)
"""Until the end of the transaction: groups of a million rows stay in memory, small parts of a large table are looked
up, and the statistics of a step, which cost more than many a step itself, come from a small sample.
"""

KINDS = {"r": "TABLE", "v": "VIEW"}

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """``source`` is the file when it is called otherwise; a view is read anew by every step that uses it."""

    relation: str
    source: str = ""
    is_view: bool = False


@cache
def statement(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def make(cursor: CursorWrapper, step: Step, values: Values) -> None:
    """Runs a step into its temporary relation, which it replaces."""
    name = Identifier(step.relation).as_string(
        cursor.cursor
    )  # text: the history of a request reads statements
    select = statement(step.source or step.relation)
    drop(cursor, step.relation)
    if step.is_view:
        cursor.execute(f"CREATE TEMP VIEW {name} AS {select}", values)
        return
    cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {select}", values)
    if step.relation in KEYS:
        cursor.execute(f"CREATE UNIQUE INDEX ON pg_temp.{name} ({KEYS[step.relation]})")
    cursor.execute(f"ANALYZE pg_temp.{name}")


def drop(cursor: CursorWrapper, relation: str) -> None:
    """Drops a temporary relation, if there is one."""
    name = Identifier(relation).as_string(cursor.cursor)
    cursor.execute("SELECT relkind::text FROM pg_class WHERE oid = to_regclass(%s)", [f"pg_temp.{name}"])
    found = cursor.fetchone()
    if found:
        cursor.execute(f"DROP {KINDS[found[0]]} pg_temp.{name}")


def run_all(cursor: CursorWrapper, steps: Iterable[Step | str], values: Values) -> Iterator[str]:
    """Runs steps in order, and statements that write (by name); yields the name of each when done.

    Views would outlive the transaction; they are dropped at the end.
    """
    cursor.execute(room("64MB"))
    cursor.execute(TUNING)
    views = []
    for step in steps:
        if isinstance(step, str):
            cursor.execute(statement(step), values)
            yield step
        else:
            make(cursor, step, values)
            views += [step.relation] if step.is_view else []
            yield step.source or step.relation
    for relation in reversed(views):
        drop(cursor, relation)
