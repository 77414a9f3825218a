"""What only the declaration of a message asks: its period, and clients that are refused as a whole.

A client that nobody knows, or a line on the allocation of another client, refuses the client (TR304, IV087): all
its lines in the message fall, in the answer with 0233. They are set aside before the declaration is judged.
"""

from datetime import date

from psycopg import Cursor

from contracts.retourcodes import RETOURCODES
from inkoop.base.models import Delivery
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.declarations import load_declarations

# Only the few lines that name an allocation of another client ask for the version in force.
SET_ASIDE = """
CREATE TEMP TABLE set_aside ON COMMIT DROP AS
WITH suspect AS (
    SELECT s.row_number, s.client, s.agb, a.id AS allocation_id
    FROM stage s
    JOIN base_municipality m ON m.code = s.gemeentecode
    JOIN contracts_allocation a ON a.municipality_id = m.id AND a.number = s.toewijzingnummer
    JOIN contracts_client c ON c.id = a.client_id
    WHERE NOT s.malformed AND s.debet_credit = 'D' AND c.pseudonym <> s.client
), in_force AS (
    SELECT DISTINCT ON (allocation_id) allocation_id, provider_id
    FROM contracts_allocationversion
    WHERE allocation_id IN (SELECT allocation_id FROM suspect) AND received_on <= %(received_on)s
    ORDER BY allocation_id, issued_on DESC, issued_at DESC, received_on DESC, id DESC
), wrong AS (
    SELECT s.row_number, s.client
    FROM suspect s
    JOIN in_force f ON f.allocation_id = s.allocation_id
    JOIN providers_provider p ON p.id = f.provider_id AND p.agb = s.agb
    UNION ALL
    SELECT s.row_number, s.client
    FROM stage s LEFT JOIN contracts_client c ON c.pseudonym = s.client WHERE c.id IS NULL
)
SELECT s.*, CASE WHEN s.row_number IN (SELECT row_number FROM wrong) THEN '8187' ELSE '0233' END AS code
FROM stage s WHERE s.client IN (SELECT client FROM wrong)
"""

TAKEN = "DELETE FROM stage s USING set_aside a WHERE a.row_number = s.row_number"

REFUSED = """
INSERT INTO contracts_refusedline (
    delivery_id, row_number, received_on, provider_id, municipality_id, municipality_code, agb, declaration_number,
    declared_on, reference, allocation_number, category, product_code, month, amount, debit_credit, codes)
SELECT %(delivery)s, a.row_number, %(received_on)s, p.id, m.id, a.gemeentecode, a.agb, a.declaratienummer,
    a.dagtekening, a.referentienummer, a.toewijzingnummer, a.productcategorie, a.productcode,
    date_trunc('month', a.periode_begin)::date, a.bedrag, a.debet_credit, ARRAY[a.code]
FROM set_aside a
LEFT JOIN providers_provider p ON p.agb = a.agb
LEFT JOIN base_municipality m ON m.code = a.gemeentecode
"""

FINDINGS = """
INSERT INTO base_finding (delivery_id, row_number, severity, field, code, cause, found, expected, next_step)
SELECT %(delivery)s, row_number, 'fout', %(field)s, code, %(cause)s, %(found)s, %(expected)s, %(next_step)s
FROM set_aside WHERE code = %(code)s
"""

PERIOD = """
INSERT INTO contracts_declaration (provider_id, municipality_id, number, declared_on, period, delivery_id, received_on)
SELECT p.id, m.id, %(number)s, %(declared_on)s, %(period)s, %(delivery)s, %(received_on)s
FROM providers_provider p, base_municipality m WHERE p.agb = %(agb)s AND m.code = %(municipality)s
ON CONFLICT (provider_id, number) DO UPDATE SET period = EXCLUDED.period
"""

SHOWN = {
    "8187": ("een toewijzing van een andere cliënt", "een toewijzing van deze cliënt"),
    "0233": ("een fout bij de cliënt", "een cliënt zonder fout"),
}


def load_declared_message(
    cursor: Cursor,
    delivery: Delivery,
    *,
    agb: str,
    municipality: str,
    number: str,
    declared_on: date,
    period: date,
) -> Counts:
    """For a JW323 whose header and declaration were found good; its number was not used before."""
    parameters = {"delivery": delivery.pk, "received_on": delivery.received_on}
    cursor.execute(SET_ASIDE, parameters)
    cursor.execute(TAKEN)
    set_aside = cursor.rowcount
    counts = load_declarations(cursor, delivery)
    if set_aside:
        cursor.execute(REFUSED, parameters)
        _explain(cursor, delivery)
    head = {"agb": agb, "municipality": municipality, "number": number}
    cursor.execute(PERIOD, parameters | head | {"declared_on": declared_on, "period": period})
    return Counts(accepted=counts.accepted, refused=counts.refused + set_aside)


def _explain(cursor: Cursor, delivery: Delivery) -> None:
    for code, (found, expected) in SHOWN.items():
        text = RETOURCODES[code]
        values = {"field": text.field, "cause": text.cause, "next_step": text.next_step}
        shown = {"delivery": delivery.pk, "code": code, "found": found, "expected": expected}
        cursor.execute(FINDINGS, values | shown)
