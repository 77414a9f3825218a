-- Stays: a client in a scope and care form (empty = all) without leaving it. A return within onward_days, or within
-- one calendar month, is no leaving.
WITH level AS (
    SELECT scope, key, care_form AS form, place, client_id, begin, "end", is_imputed FROM flow_level
    UNION ALL
    SELECT scope, key, '', place, client_id, begin, "end", is_imputed FROM flow_level
),
followed AS (
    SELECT
        l.*,
        max("end") OVER (
            PARTITION BY client_id, scope, key, form
            ORDER BY begin, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM level l
),
numbered AS (
    SELECT
        f.*,
        count(*) FILTER (
            WHERE reached IS NULL
                OR (begin - reached > %(onward_days)s AND date_trunc('month', begin) > date_trunc('month', reached))
        ) OVER (
            PARTITION BY client_id, scope, key, form
            ORDER BY begin, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stay
    FROM followed f
)
SELECT
    scope, key, form, place, client_id,
    min(begin) AS begin,
    max("end") AS "end",
    coalesce(max("end") FILTER (WHERE NOT is_imputed), '0001-01-01') < max("end") AS is_imputed
FROM numbered
GROUP BY client_id, scope, key, form, place, stay
