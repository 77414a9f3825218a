-- Per months ahead what was declared on what was allocated a year ago, and what the levels foretell of it.
SELECT
    f.ahead,
    sum(f.cents) AS turned_out,
    sum(CASE WHEN l.has_value THEN f.value ELSE f.clients END * l.cents::numeric(60, 40) / l.base) AS foretold
FROM forecast_foreseen f
JOIN forecast_level l USING (category)
GROUP BY 1
