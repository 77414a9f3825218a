"""One load of declarations: the day it counts from, and the numbers set aside for its lines."""

from dataclasses import dataclass
from datetime import date

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.base.sql import one_value

ROWS = "SELECT coalesce(max(row_number), 0) FROM stage"

# One number per row at once; what refused rows leave open stays open. Safe because one load books at a time.
LINE_NUMBERS = """
SELECT setval(name, nextval(name) + %(rows)s) - %(rows)s
FROM pg_get_serial_sequence('contracts_declarationline', 'id') name
"""


@dataclass(frozen=True, slots=True)
class Load:
    """A line gets ``last_id`` plus its row number as id; every line above ``last_id`` is of this load."""

    delivery: int
    received_on: date
    rows: int
    last_id: int


def begin(cursor: Cursor, delivery: Delivery) -> Load:
    cursor.execute(ROWS)
    rows = one_value(cursor)
    cursor.execute(LINE_NUMBERS, {"rows": rows})
    return Load(delivery.pk, delivery.received_on, rows, one_value(cursor))
