-- Per category what was declared per cent of W, or per client where there is no W, on what was allocated a year ago.
SELECT
    category,
    sum(value) > 0 AS has_value,
    CASE WHEN sum(value) > 0 THEN sum(value) ELSE sum(clients) END AS base,
    sum(cents) AS cents
FROM forecast_foreseen
GROUP BY 1
HAVING sum(value) > 0 OR sum(clients) > 0
