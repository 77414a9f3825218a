-- What a provider may charge a municipality for a product, as known on the peildatum: one row per period
-- with one tariff, only for products that were allocated. Periods of a key never overlap: of two tariffs
-- in force at once the one that began last counts.
WITH contract AS (
    SELECT DISTINCT ON (v.contract_id)
        v.contract_id, c.provider_id, v.begin, coalesce(v."end", '9999-12-30') AS "end", v.municipality_ids
    FROM contracts_contractversion v
    JOIN contracts_contract c ON c.id = v.contract_id
    WHERE v.received_on <= %(peildatum)s
    ORDER BY v.contract_id, v.received_on DESC, v.id DESC
),
tariff AS (
    SELECT DISTINCT ON (t.contract_id, t.product_code_id, t.begin)
        t.id, t.contract_id, t.product_code_id, t.begin, coalesce(t."end", '9999-12-30') AS "end", t.cents,
        t.unit, t.received_on
    FROM contracts_tariff t
    WHERE t.received_on <= %(peildatum)s
    ORDER BY t.contract_id, t.product_code_id, t.begin, t.received_on DESC, t.id DESC
),
wanted AS (
    SELECT DISTINCT provider_id, municipality_id, product_code
    FROM current_allocation
    WHERE volume IS NOT NULL AND unit <> '83' AND product_code <> '' AND NOT is_withdrawn
        AND begin <= %(value_until)s AND ("end" IS NULL OR "end" >= %(value_from)s)
),
offer AS (
    SELECT
        w.provider_id, w.municipality_id, w.product_code,
        greatest(c.begin, t.begin) AS from_day, least(c."end", t."end") AS to_day,
        t.cents, t.unit, row_number() OVER (ORDER BY t.begin, t.received_on, t.id) AS rank
    FROM tariff t
    JOIN contract c ON c.contract_id = t.contract_id AND c.begin <= t."end" AND t.begin <= c."end"
    JOIN contracts_productcode p ON p.id = t.product_code_id
    JOIN wanted w ON w.provider_id = c.provider_id AND w.product_code = p.code
        AND (c.municipality_ids = '{}' OR w.municipality_id = ANY (c.municipality_ids))
),
watched AS (
    SELECT o.*, from_day <= max(to_day) OVER (
        PARTITION BY provider_id, municipality_id, product_code
        ORDER BY from_day, rank ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS is_clashing
    FROM offer o
),
clashing AS (
    SELECT o.*
    FROM offer o
    WHERE (o.provider_id, o.municipality_id, o.product_code) IN (
        SELECT provider_id, municipality_id, product_code FROM watched WHERE is_clashing
    )
),
edge AS (
    SELECT provider_id, municipality_id, product_code, from_day AS day FROM clashing
    UNION
    SELECT provider_id, municipality_id, product_code, to_day + 1 FROM clashing
),
piece AS (
    SELECT
        e.*,
        lead(day) OVER (PARTITION BY provider_id, municipality_id, product_code ORDER BY day) - 1 AS to_day
    FROM edge e
),
resolved AS (
    SELECT DISTINCT ON (e.provider_id, e.municipality_id, e.product_code, e.day)
        e.provider_id, e.municipality_id, e.product_code, e.day AS from_day, e.to_day, c.cents, c.unit
    FROM piece e
    JOIN clashing c ON c.provider_id = e.provider_id AND c.municipality_id = e.municipality_id
        AND c.product_code = e.product_code AND e.day BETWEEN c.from_day AND c.to_day
    ORDER BY e.provider_id, e.municipality_id, e.product_code, e.day, c.rank DESC
)
SELECT provider_id, municipality_id, product_code, from_day, to_day, cents, unit FROM resolved
UNION ALL
SELECT provider_id, municipality_id, product_code, from_day, to_day, cents, unit
FROM offer o
WHERE NOT EXISTS (
    SELECT FROM clashing c
    WHERE c.provider_id = o.provider_id AND c.municipality_id = o.municipality_id
        AND c.product_code = o.product_code
)
