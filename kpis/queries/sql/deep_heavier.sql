-- Per provider the clients who ended a lighter class in the window, and those of them who began a heavier one within
-- heavier_days after that.
WITH period AS (
    SELECT a.provider_id, a.client_id, p.weight_class AS weight, a.begin, coalesce(a."end", '9999-12-31') AS "end"
    FROM current_allocation a
    JOIN contracts_productcode p ON p.code = a.product_code
    WHERE a.kind <> '0' AND p.weight_class IS NOT NULL
),
followed AS (
    SELECT
        p.*,
        max("end") OVER (
            PARTITION BY provider_id, client_id, weight
            ORDER BY begin, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM period p
),
numbered AS (
    SELECT
        f.*,
        count(*) FILTER (WHERE reached IS NULL OR begin - reached - 1 > %(gap_days)s) OVER (
            PARTITION BY provider_id, client_id, weight
            ORDER BY begin, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS chain
    FROM followed f
),
spell AS (
    SELECT provider_id, client_id, weight, min(begin) AS begin, max("end") AS "end"
    FROM numbered
    GROUP BY 1, 2, 3, chain
)
SELECT
    s.provider_id,
    count(DISTINCT s.client_id) AS ended,
    count(DISTINCT h.client_id) AS heavier
FROM spell s
LEFT JOIN spell h ON h.provider_id = s.provider_id AND h.client_id = s.client_id AND h.weight > s.weight
    AND h.begin BETWEEN s."end" AND s."end" + %(heavier_days)s::integer
WHERE s.weight < 3 AND s."end" BETWEEN %(first)s AND %(known_until)s
GROUP BY 1
