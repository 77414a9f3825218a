"""The exports as CSV: UTF-8, ``;``, a header row, six decimals with a point, rows sorted by key."""

from collections.abc import Iterator

from django.db import connection

from kpis.queries.steps import Values, statement


def csv_blocks(name: str, values: Values) -> Iterator[memoryview]:
    """The bytes of an export, block by block as the database makes them; memory does not grow with it."""
    query = statement(f"export_{name}")
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER, DELIMITER ';')", values) as copy,
    ):
        yield from copy
