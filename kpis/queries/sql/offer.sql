-- What providers may charge municipalities for allocated products, as known on the peildatum: one row per
-- tariff that is in force inside its contract. rank: of two at once the higher one counts; clashes: there
-- are two at once somewhere under this provider, municipality and product.
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
    WHERE is_valued AND kind IN ('1', '2', '4', '6') AND unit <> '83' AND product_code <> ''
        AND begin <= %(value_until)s AND ("end" IS NULL OR "end" >= %(value_from)s)
),
placed AS (
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
    SELECT
        p.*,
        from_day <= max(to_day) OVER (
            PARTITION BY provider_id, municipality_id, product_code
            ORDER BY from_day, rank ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS begins_too_early
    FROM placed p
)
SELECT
    provider_id, municipality_id, product_code, from_day, to_day, cents, unit, rank,
    coalesce(bool_or(begins_too_early) OVER (PARTITION BY provider_id, municipality_id, product_code), false) AS clashes
FROM watched
