"""Findings of the kinds other than declarations: causes with their texts, and the rows they refuse."""

from psycopg import Cursor
from psycopg.sql import SQL, Composable, Identifier, Literal

from inkoop.base.models import Delivery
from inkoop.base.sql import one_value

FORM = """
INSERT INTO base_finding (delivery_id, row_number, severity, field, code, cause, found, expected, next_step)
SELECT %(delivery)s, row_number, 'fout', field, '0001',
       CASE rule WHEN 'CS002' THEN 'CS002: het BSN voldoet niet aan de elfproef.'
                 WHEN 'BSN' THEN 'In deze kolom lijkt een BSN te staan.'
                 ELSE 'De waarde heeft niet de vorm die dit veld vraagt.' END,
       found, expected, 'Verbeter de rij en lever haar opnieuw aan.'
FROM staged_finding
"""


# Rows of the stage that nothing was found against so far.
SOUND = """
NOT malformed AND row_number NOT IN (
    SELECT row_number FROM base_finding WHERE delivery_id = %(delivery)s AND severity = 'fout')
"""


def refuse_malformed(cursor: Cursor, delivery: Delivery) -> None:
    """Form findings refuse their row; nothing else is said of it."""
    cursor.execute(FORM, {"delivery": delivery.pk})


def find(
    cursor: Cursor,
    delivery: Delivery,
    rows: str,
    *,
    code: str,
    cause: str,
    next_step: str,
    field: str = "",
    severity: str = "fout",
) -> None:
    """Writes one finding per row of ``rows``: a query that gives row_number, found, expected.

    The query may use the parameters ``delivery`` and ``received_on``.
    """
    cursor.execute(
        SQL(
            "INSERT INTO base_finding"
            " (delivery_id, row_number, severity, field, code, cause, next_step, found, expected)"
            " SELECT {delivery}, r.row_number, {severity}, {field}, {code}, {cause}, {next_step},"
            " left(coalesce(r.found::text, ''), 200), left(coalesce(r.expected::text, ''), 200)"
            " FROM ({rows}) r"
        ).format(
            rows=SQL(rows),
            delivery=Literal(delivery.pk),
            severity=Literal(severity),
            field=Literal(field),
            code=Literal(code),
            cause=Literal(cause),
            next_step=Literal(next_step),
        ),
        {"delivery": delivery.pk, "received_on": delivery.received_on},
    )


def good_rows(cursor: Cursor, delivery: Delivery, query: str, table: str = "good") -> int:
    """A table of the rows of ``query`` that no finding refuses; returns how many rows are refused."""
    refused: Composable = SQL(
        "SELECT DISTINCT row_number FROM base_finding WHERE delivery_id = {} AND severity = 'fout'"
    ).format(Literal(delivery.pk))
    cursor.execute(
        SQL(
            "CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT q.* FROM ({}) q WHERE q.row_number NOT IN ({})"
        ).format(Identifier(table), SQL(query), refused)
    )
    cursor.execute(SQL("SELECT count(*) FROM ({}) r").format(refused))
    return int(one_value(cursor))
