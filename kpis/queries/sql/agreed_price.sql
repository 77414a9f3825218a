-- The agreed tariff per provider, municipality and product, in periods that follow each other without overlap or
-- gap: of two tariffs in force at once the one that began last counts, and cents is NULL where there is none.
WITH clashing AS (
    SELECT * FROM offer WHERE clashes
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
),
agreed AS (
    SELECT provider_id, municipality_id, product_code, from_day, to_day, cents, unit FROM resolved
    UNION ALL
    SELECT provider_id, municipality_id, product_code, from_day, to_day, cents, unit FROM offer WHERE NOT clashes
),
followed AS (
    SELECT
        a.*,
        lag(to_day, 1, date '0001-01-01') OVER k AS to_day_before,
        lead(from_day) OVER k AS from_day_after
    FROM agreed a
    WINDOW k AS (PARTITION BY provider_id, municipality_id, product_code ORDER BY from_day)
)
SELECT provider_id, municipality_id, product_code, from_day, to_day, cents, unit FROM followed
UNION ALL
SELECT provider_id, municipality_id, product_code, to_day_before + 1, from_day - 1, NULL, NULL
FROM followed
WHERE to_day_before + 1 < from_day
UNION ALL
SELECT provider_id, municipality_id, product_code, to_day + 1, date '9999-12-31', NULL, NULL
FROM followed
WHERE from_day_after IS NULL
