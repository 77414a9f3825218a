-- Per municipality, category and month of the window what is known of it in the maandreeks, and what it will come to by
-- what is allocated: W x declared per cent of W in the last 12 mature months.
WITH known AS (
    SELECT
        municipality_id,
        CASE category WHEN 'generiek' THEN 0 ELSE category::smallint END AS category,
        month,
        declared,
        value,
        clients
    FROM kpis_monthvalue
    WHERE computation_id = %(series)s
),
use AS (
    SELECT category, sum(declared) AS declared, sum(value) AS value, sum(clients) AS clients
    FROM known
    WHERE month BETWEEN %(use_first)s AND %(mature_last)s
    GROUP BY 1
),
place AS (
    SELECT municipality_id, category FROM known
    UNION
    SELECT municipality_id, category FROM forecast_inflow
)
SELECT
    p.municipality_id,
    p.category,
    m.first AS month,
    m.number,
    m.number - %(newest_number)s AS ahead,
    k.month IS NOT NULL AS is_known,
    coalesce(k.declared, 0) AS declared,
    coalesce(k.value, 0) AS value,
    coalesce(k.clients, 0) AS clients,
    coalesce(CASE
        WHEN u.value > 0 THEN k.value * u.declared::numeric(60, 30) / u.value
        WHEN u.clients > 0 THEN k.clients * u.declared::numeric(60, 30) / u.clients
    END, 0) AS by_value
FROM place p
CROSS JOIN month m
LEFT JOIN known k ON k.municipality_id = p.municipality_id AND k.category = p.category AND k.month = m.first
LEFT JOIN use u ON u.category = p.category
