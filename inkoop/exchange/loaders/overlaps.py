"""Two tariffs for one provider, municipality, product code and day cannot be loaded.

Rows count in their order: one that clashes with what is in force when its turn comes is refused, and what was in
force stays. Most files hold no clash in any order; only providers and codes where one could be are walked through.

A tariff is in force on the days of its own period inside the term of its contract. Within a contract whole periods
may not overlap, whatever its term.
"""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.loaders.findings import find

NEWEST_VERSION = """
SELECT DISTINCT ON (contract_id) * FROM contracts_contractversion ORDER BY contract_id, received_on DESC, id DESC
"""

SHARED = "({0} = '{{}}' OR {1} = '{{}}' OR {0} && {1})"  # municipalities; an empty list is all of them

# All tariffs that the file brings and those now in force, of the providers in the file.
TARIFFS = f"""
CREATE TEMP TABLE offered ON COMMIT DROP AS
SELECT t.*, v.municipality_ids, t.days * daterange(v.begin, v."end", '[]') AS agreed_days
FROM (
    SELECT row_number, provider_id, contract_id, product_code_id, begin AS since, daterange(begin, "end", '[]') AS days
    FROM good
    WHERE NOT echo
    UNION ALL
    SELECT 0, c.provider_id, t.contract_id, t.product_code_id, t.begin, daterange(t.begin, t."end", '[]')
    FROM contracts_tariff t JOIN contracts_contract c ON c.id = t.contract_id
    WHERE t.superseded_on IS NULL AND c.provider_id IN (SELECT provider_id FROM good)
) t
JOIN ({NEWEST_VERSION}) v ON v.contract_id = t.contract_id
"""

TARIFFS_CLASH = f"""
x.provider_id = y.provider_id AND x.product_code_id = y.product_code_id
AND (x.contract_id, x.since) <> (y.contract_id, y.since)
AND CASE WHEN x.contract_id = y.contract_id THEN x.days && y.days
    ELSE x.agreed_days && y.agreed_days AND {SHARED.format("x.municipality_ids", "y.municipality_ids")} END
"""

WALK_TARIFFS = f"""
CREATE TEMP TABLE contested ON COMMIT DROP AS
SELECT * FROM offered WHERE row_number > 0 AND (provider_id, product_code_id) IN (
    SELECT y.provider_id, y.product_code_id FROM offered x JOIN offered y ON {TARIFFS_CLASH});
CREATE TEMP TABLE in_force ON COMMIT DROP AS SELECT * FROM offered WHERE row_number = 0;
CREATE INDEX ON in_force (provider_id, product_code_id);
CREATE TEMP TABLE fallen (row_number integer, found text) ON COMMIT DROP;
DO $$
DECLARE
    y record;
    clash text;
BEGIN
    FOR y IN SELECT * FROM contested ORDER BY row_number LOOP
        SELECT min(x.days::text) INTO clash FROM in_force x WHERE {TARIFFS_CLASH};
        IF clash IS NOT NULL THEN
            INSERT INTO fallen VALUES (y.row_number, clash);
        ELSE
            DELETE FROM in_force x WHERE x.contract_id = y.contract_id AND x.product_code_id = y.product_code_id
                AND x.since = y.since;
            INSERT INTO in_force SELECT * FROM contested c WHERE c.row_number = y.row_number;
        END IF;
    END LOOP;
END $$
"""

# All terms that the file brings and those now in force, of the providers in the file.
TERMS = f"""
CREATE TEMP TABLE term ON COMMIT DROP AS
SELECT row_number, number, provider_id, contract_id, daterange(begin, "end", '[]') AS days, municipality_ids
FROM good WHERE contract_id IS NOT NULL AND NOT echo
UNION ALL
SELECT 0, c.number, c.provider_id, v.contract_id, daterange(v.begin, v."end", '[]'), v.municipality_ids
FROM ({NEWEST_VERSION}) v JOIN contracts_contract c ON c.id = v.contract_id
WHERE c.provider_id IN (SELECT provider_id FROM good)
"""

TERMS_CLASH = f"""
x.provider_id = y.provider_id AND x.contract_id <> y.contract_id
AND {SHARED.format("x.municipality_ids", "y.municipality_ids")}
AND EXISTS (
    SELECT 1 FROM contracts_tariff t JOIN contracts_tariff u ON u.product_code_id = t.product_code_id
    WHERE t.contract_id = x.contract_id AND u.contract_id = y.contract_id
        AND t.superseded_on IS NULL AND u.superseded_on IS NULL
        AND NOT isempty(daterange(t.begin, t."end", '[]') * daterange(u.begin, u."end", '[]') * x.days * y.days)
)
"""

WALK_TERMS = f"""
CREATE TEMP TABLE contested ON COMMIT DROP AS
SELECT * FROM term WHERE row_number > 0 AND provider_id IN (
    SELECT y.provider_id FROM term x JOIN term y ON {TERMS_CLASH});
CREATE TEMP TABLE in_force ON COMMIT DROP AS SELECT * FROM term WHERE row_number = 0;
CREATE INDEX ON in_force (provider_id);
CREATE TEMP TABLE fallen (row_number integer, found text) ON COMMIT DROP;
DO $$
DECLARE
    y record;
    clash text;
BEGIN
    FOR y IN SELECT * FROM contested ORDER BY row_number LOOP
        SELECT min(x.number) INTO clash FROM in_force x WHERE {TERMS_CLASH};
        IF clash IS NOT NULL THEN
            INSERT INTO fallen VALUES (y.row_number, clash);
        ELSE
            DELETE FROM in_force x WHERE x.contract_id = y.contract_id;
            INSERT INTO in_force SELECT * FROM contested c WHERE c.row_number = y.row_number;
        END IF;
    END LOOP;
END $$
"""


def refuse_clashing_tariffs(cursor: Cursor, delivery: Delivery) -> bool:
    """Whether a row of ``good`` was refused because of another tariff."""
    cursor.execute(TARIFFS)
    cursor.execute("ANALYZE offered")
    cursor.execute(WALK_TARIFFS)
    return _refuse_fallen(cursor, delivery, expected="één tarief per dag")


def refuse_clashing_terms(cursor: Cursor, delivery: Delivery) -> bool:
    """Whether a row of ``good`` was refused because its term brings a tariff beside that of another contract."""
    cursor.execute(TERMS)
    cursor.execute("ANALYZE term")
    cursor.execute(WALK_TERMS)
    return _refuse_fallen(cursor, delivery, expected="een looptijd naast die van de andere contracten")


def _refuse_fallen(cursor: Cursor, delivery: Delivery, *, expected: str) -> bool:
    find(
        cursor,
        delivery,
        f"SELECT row_number, found, '{expected}' AS expected FROM fallen",
        code="dubbel-tarief",
        field="begin",
        cause="Op één dag zouden twee tarieven gelden voor dezelfde aanbieder, gemeente en productcode.",
        next_step="Laat het ene tarief eindigen voor het andere begint en lever de rij opnieuw aan.",
    )
    return cursor.rowcount > 0
