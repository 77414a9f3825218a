"""Start and stop of care from a table; those of a message are loaded by ``messages.care``."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.base.sql import row_count
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.findings import find, good_rows, refuse_malformed

KNOWN = """
FROM stage s
LEFT JOIN base_municipality m ON m.code = s.gemeentecode
LEFT JOIN contracts_allocation a ON a.municipality_id = m.id AND a.number = s.toewijzingnummer
WHERE NOT s.malformed
"""

NEW_STARTS = """
INSERT INTO contracts_carestart (
    allocation_id, category, product_code, begin, delivery_id, row_number, received_on)
SELECT allocation_id, '', '', begindatum, %(delivery)s, row_number, %(received_on)s FROM good ORDER BY row_number
ON CONFLICT (allocation_id, category, product_code, begin) WHERE withdrawn_on IS NULL DO NOTHING
"""

NEW_STOPS = """
INSERT INTO contracts_carestop (
    allocation_id, category, product_code, "end", reason, delivery_id, row_number, received_on)
SELECT allocation_id, '', '', einddatum, reden, %(delivery)s, row_number, %(received_on)s FROM good ORDER BY row_number
ON CONFLICT (allocation_id, category, product_code, begin, "end", reason) WHERE withdrawn_on IS NULL DO NOTHING
"""


def load_starts(cursor: Cursor, delivery: Delivery) -> Counts:
    return _load(cursor, delivery, NEW_STARTS)


def load_stops(cursor: Cursor, delivery: Delivery) -> Counts:
    return _load(cursor, delivery, NEW_STOPS)


def _load(cursor: Cursor, delivery: Delivery, insert: str) -> Counts:
    refuse_malformed(cursor, delivery)
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.toewijzingnummer AS found, 'een bestaande toewijzing' AS expected"
        f" {KNOWN} AND a.id IS NULL",
        code="9019",
        field="toewijzingnummer",
        cause="Bij deze gemeente is geen toewijzing met dit nummer bekend.",
        next_step="Controleer het nummer en de gemeente, of lever eerst de toewijzing aan.",
    )
    refused = good_rows(cursor, delivery, f"SELECT s.*, a.id AS allocation_id {KNOWN}")
    cursor.execute(insert, {"delivery": delivery.pk, "received_on": delivery.received_on})
    accepted = cursor.rowcount
    good = row_count(cursor, "good")
    return Counts(accepted=accepted, refused=refused, unchanged=good - accepted)
