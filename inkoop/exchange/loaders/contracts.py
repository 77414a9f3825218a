"""Contracts and tariffs: a new row of a known contract or tariff is a new version of it."""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.base.sql import row_count
from inkoop.exchange.loaders.counts import Counts
from inkoop.exchange.loaders.decided import with_echo
from inkoop.exchange.loaders.findings import SOUND, find, good_rows, refuse_malformed
from inkoop.exchange.loaders.overlaps import NEWEST_VERSION, refuse_clashing_tariffs, refuse_clashing_terms

FIX_ROW = "Verbeter de rij en lever haar opnieuw aan."

ENDS_BEFORE_BEGIN = """
SELECT row_number, eind AS found, 'op of na ' || begin AS expected FROM stage WHERE NOT malformed AND eind < begin
"""

CONTRACT_ROWS = with_echo(
    """
SELECT s.row_number, s.contractnummer AS number, p.id AS provider_id, c.id AS contract_id,
       coalesce(s.inkoopvorm, 'open_house') AS form, s.begin, s.eind AS "end", coalesce(s.opties, '') AS options,
       s.opzegtermijn_maanden AS notice_months,
       coalesce((
           SELECT array_agg(m.id ORDER BY m.id) FROM base_municipality m
           WHERE m.code = ANY (regexp_split_to_array(s.gemeentecodes, ' +'))
       ), '{}') AS municipality_ids
FROM stage s
JOIN providers_provider p ON p.agb = s.agb
LEFT JOIN contracts_contract c ON c.number = s.contractnummer
WHERE NOT s.malformed
""",
    table="contracts_contractversion",
    key="r.number",
    facts='r.form, r.begin, r."end", r.options, r.notice_months, r.municipality_ids',
    said="""
SELECT t.delivery_id, ROW(t.form, t.begin, t."end", t.options, t.notice_months, t.municipality_ids)::text AS facts
FROM contracts_contractversion t WHERE t.contract_id = r.contract_id ORDER BY t.received_on DESC, t.id DESC
""",
)

# A contract stays with its provider: known before, or set by the first sound row of the file.
OTHER_PROVIDER = f"""
SELECT row_number, agb AS found, owner AS expected
FROM (
    SELECT s.row_number, s.agb, coalesce(p.agb, first_value(s.agb) OVER (
        PARTITION BY s.contractnummer ORDER BY s.row_number)) AS owner
    FROM (SELECT * FROM stage WHERE {SOUND}) s
    LEFT JOIN contracts_contract c ON c.number = s.contractnummer
    LEFT JOIN providers_provider p ON p.id = c.provider_id
) s
WHERE agb <> owner
"""

NEW_CONTRACTS = """
INSERT INTO contracts_contract (number, provider_id)
SELECT DISTINCT ON (number) number, provider_id FROM good WHERE contract_id IS NULL ORDER BY number, row_number
"""

# A row equal to what already counts (the newest version, or the row before it in the file) changes nothing.
NEW_VERSIONS = f"""
INSERT INTO contracts_contractversion (contract_id, form, begin, "end", options, notice_months, municipality_ids,
    delivery_id, row_number, received_on)
SELECT c.id, g.form, g.begin, g."end", g.options, g.notice_months, g.municipality_ids, %(delivery)s, g.row_number,
    %(received_on)s
FROM (
    SELECT *, lag(ROW(form, begin, "end", options, notice_months, municipality_ids)::text)
        OVER (PARTITION BY number ORDER BY row_number) AS before
    FROM good
    WHERE NOT echo
) g
JOIN contracts_contract c ON c.number = g.number
LEFT JOIN ({NEWEST_VERSION}) v ON v.contract_id = c.id
WHERE ROW(g.form, g.begin, g."end", g.options, g.notice_months, g.municipality_ids)::text
    IS DISTINCT FROM coalesce(g.before, CASE WHEN v.id IS NOT NULL
        THEN ROW(v.form, v.begin, v."end", v.options, v.notice_months, v.municipality_ids)::text END)
ORDER BY g.row_number
"""


# ``provider`` joins the row to its provider; ``same`` says which facts are about the same as the row.
LATER_KNOWN = """
SELECT s.row_number, %(received_on)s AS found, 'een dag van ontvangst op of na ' || max(l.received_on) AS expected
FROM stage s {provider}
JOIN (
    SELECT c.provider_id, c.number, NULL AS code, v.received_on, EXISTS (
        SELECT FROM contracts_contractversion e WHERE e.contract_id = v.contract_id AND e.received_on < v.received_on
    ) AS is_change
    FROM contracts_contractversion v JOIN contracts_contract c ON c.id = v.contract_id
    UNION ALL
    SELECT c.provider_id, c.number, pc.code, t.received_on, EXISTS (
        SELECT FROM contracts_tariff e WHERE e.contract_id = t.contract_id AND e.product_code_id = t.product_code_id
            AND e.begin = t.begin AND e.received_on < t.received_on
    )
    FROM contracts_tariff t JOIN contracts_contract c ON c.id = t.contract_id
    JOIN contracts_productcode pc ON pc.id = t.product_code_id
) l ON l.provider_id = p.id AND l.received_on > %(received_on)s AND (l.is_change OR {same})
WHERE NOT s.malformed
GROUP BY s.row_number
"""


def load_contracts(cursor: Cursor, delivery: Delivery) -> Counts:
    refuse_malformed(cursor, delivery)
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.agb AS found, 'een bekende aanbieder' AS expected FROM stage s"
        " LEFT JOIN providers_provider p ON p.agb = s.agb WHERE NOT s.malformed AND p.id IS NULL",
        code="onbekende-aanbieder",
        field="agb",
        cause="De aanbieder is niet bekend.",
        next_step="Lever eerst de aanbieder aan en daarna dit contract.",
    )
    find(
        cursor,
        delivery,
        "SELECT s.row_number, g.code AS found, 'een gemeente van de regio' AS expected FROM stage s"
        " CROSS JOIN LATERAL regexp_split_to_table(s.gemeentecodes, ' +') AS g (code)"
        " LEFT JOIN base_municipality m ON m.code = g.code WHERE NOT s.malformed AND m.id IS NULL",
        code="onbekende-gemeente",
        field="gemeentecodes",
        cause="De gemeente is niet bekend.",
        next_step="Controleer de gemeentecode of lever eerst de gemeente aan.",
    )
    find(
        cursor,
        delivery,
        ENDS_BEFORE_BEGIN,
        code="eind-voor-begin",
        field="eind",
        cause="Het contract eindigt voor het begint.",
        next_step=FIX_ROW,
    )
    find(
        cursor,
        delivery,
        OTHER_PROVIDER,
        code="andere-aanbieder",
        field="agb",
        cause="Het contractnummer is van een andere aanbieder.",
        next_step="Gebruik een eigen nummer voor dit contract.",
    )
    _refuse_out_of_order(
        cursor,
        delivery,
        provider="JOIN providers_provider p ON p.agb = s.agb",
        same="l.number = s.contractnummer AND l.code IS NULL",
    )
    refused = good_rows(cursor, delivery, CONTRACT_ROWS)
    if refuse_clashing_terms(cursor, delivery):
        cursor.execute("DROP TABLE good")
        refused = good_rows(cursor, delivery, CONTRACT_ROWS)
    parameters = {"delivery": delivery.pk, "received_on": delivery.received_on}
    cursor.execute(NEW_CONTRACTS)
    cursor.execute(NEW_VERSIONS, parameters)
    return _counts(cursor, accepted=cursor.rowcount, refused=refused)


TARIFF_ROWS = with_echo(
    """
SELECT s.row_number, c.id AS contract_id, c.provider_id, pc.id AS product_code_id, s.begin, s.eind AS "end",
       s.tarief AS cents, s.eenheid AS unit
FROM stage s
JOIN contracts_contract c ON c.number = s.contractnummer
JOIN contracts_productcode pc ON pc.code = s.productcode
WHERE NOT s.malformed
""",
    table="contracts_tariff",
    key="r.contract_id, r.product_code_id, r.begin",
    facts='r."end", r.cents, r.unit',
    said="""
SELECT t.delivery_id, ROW(t."end", t.cents, t.unit)::text AS facts
FROM contracts_tariff t
WHERE t.contract_id = r.contract_id AND t.product_code_id = r.product_code_id AND t.begin = r.begin
ORDER BY t.received_on DESC, t.id DESC
""",
)

CURRENT_TARIFF = """
contracts_tariff t ON t.contract_id = g.contract_id AND t.product_code_id = g.product_code_id AND t.begin = g.begin
    AND t.superseded_on IS NULL
"""

# Rows that bring something new: different from the row of the same key before it, in the file or in force.
CHANGED_TARIFFS = f"""
CREATE TEMP TABLE changed_tariff ON COMMIT DROP AS
SELECT g.*, lead(g.row_number) OVER (PARTITION BY g.contract_id, g.product_code_id, g.begin ORDER BY g.row_number)
    IS NOT NULL AS replaced
FROM (
    SELECT *, lag(ROW("end", cents, unit)::text)
        OVER (PARTITION BY contract_id, product_code_id, begin ORDER BY row_number) AS before
    FROM good
    WHERE NOT echo
) g
LEFT JOIN {CURRENT_TARIFF}
WHERE ROW(g."end", g.cents, g.unit)::text IS DISTINCT FROM coalesce(
    g.before, CASE WHEN t.id IS NOT NULL THEN ROW(t."end", t.cents, t.unit)::text END)
"""

SUPERSEDE = """
UPDATE contracts_tariff t SET superseded_on = %(received_on)s FROM changed_tariff g
WHERE t.contract_id = g.contract_id AND t.product_code_id = g.product_code_id AND t.begin = g.begin
    AND t.superseded_on IS NULL
"""

NEW_TARIFFS = """
INSERT INTO contracts_tariff (contract_id, product_code_id, begin, "end", cents, unit, superseded_on, delivery_id,
    row_number, received_on)
SELECT contract_id, product_code_id, begin, "end", cents, unit, CASE WHEN replaced THEN %(received_on)s::date END,
    %(delivery)s, row_number, %(received_on)s
FROM changed_tariff ORDER BY row_number
"""


def load_tariffs(cursor: Cursor, delivery: Delivery) -> Counts:
    refuse_malformed(cursor, delivery)
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.contractnummer AS found, 'een bekend contract' AS expected FROM stage s"
        " LEFT JOIN contracts_contract c ON c.number = s.contractnummer WHERE NOT s.malformed AND c.id IS NULL",
        code="onbekend-contract",
        field="contractnummer",
        cause="Het contract is niet bekend.",
        next_step="Lever eerst het contract aan en daarna dit tarief.",
    )
    find(
        cursor,
        delivery,
        "SELECT s.row_number, s.productcode AS found, 'een code uit de productlijst' AS expected FROM stage s"
        " LEFT JOIN contracts_productcode c ON c.code = s.productcode WHERE NOT s.malformed AND c.id IS NULL",
        code="onbekende-productcode",
        field="productcode",
        cause="De productcode staat niet in de productlijst.",
        next_step="Lever eerst de productcode aan en daarna dit tarief.",
    )
    find(
        cursor,
        delivery,
        ENDS_BEFORE_BEGIN,
        code="eind-voor-begin",
        field="eind",
        cause="Het tarief eindigt voor het begint.",
        next_step=FIX_ROW,
    )
    _refuse_out_of_order(
        cursor,
        delivery,
        provider="JOIN contracts_contract k ON k.number = s.contractnummer"
        " JOIN providers_provider p ON p.id = k.provider_id",
        same="l.number = s.contractnummer AND l.code = s.productcode",
    )
    refused = good_rows(cursor, delivery, TARIFF_ROWS)
    if refuse_clashing_tariffs(cursor, delivery):
        cursor.execute("DROP TABLE good")
        refused = good_rows(cursor, delivery, TARIFF_ROWS)
    parameters = {"delivery": delivery.pk, "received_on": delivery.received_on}
    cursor.execute(CHANGED_TARIFFS)
    cursor.execute(SUPERSEDE, parameters)
    cursor.execute(NEW_TARIFFS, parameters)
    return _counts(cursor, accepted=cursor.rowcount, refused=refused)


def _refuse_out_of_order(cursor: Cursor, delivery: Delivery, *, provider: str, same: str) -> None:
    """What changes a fact comes in the order of receipt. What is known on a day would otherwise change afterwards: an
    older tariff would take the place of a newer one, or stand beside the one that a later change made room for.
    """
    find(
        cursor,
        delivery,
        LATER_KNOWN.format(provider=provider, same=same),
        code="later-ontvangen",
        field="contractnummer",
        cause="Dit contract of tarief is al bekend uit een levering die later is ontvangen, of een later ontvangen "
        "levering heeft andere afspraken van deze aanbieder veranderd.",
        next_step="Lever de rij aan met een dag van ontvangst die niet voor de laatste ligt.",
    )


def _counts(cursor: Cursor, *, accepted: int, refused: int) -> Counts:
    good = row_count(cursor, "good")
    return Counts(accepted=accepted, refused=refused, unchanged=good - accepted)
