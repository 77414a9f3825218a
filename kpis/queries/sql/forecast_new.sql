-- Per municipality, category and month the allocations that begin in it and are not known yet. Of months that have passed
-- the part that a year ago was not known of the same months then; of months to come the average less what is known.
WITH known AS (
    SELECT
        municipality_id, category, (extract(year FROM begin) * 12 + extract(month FROM begin))::integer AS number, count(*) AS n
    FROM current_allocation
    WHERE kind <> '0' AND begin > %(inflow_last)s
    GROUP BY 1, 2, 3
),
reported AS (
    SELECT
        (extract(year FROM a.begin) * 12 + extract(month FROM a.begin))::integer + 12 AS number,
        count(*) AS begun,
        count(t.allocation_id) AS known
    FROM current_allocation a
    LEFT JOIN forecast_then t USING (allocation_id)
    WHERE a.kind <> '0' AND a.begin BETWEEN %(reported_first)s AND %(year_ago)s
    GROUP BY 1
)
SELECT
    i.municipality_id,
    i.category,
    m.number,
    CASE
        WHEN m.number > %(newest_number)s THEN greatest(0, i.begun / 12::numeric(60, 40) - coalesce(k.n, 0))
        WHEN r.begun > 0 THEN i.begun * (r.begun - r.known) / (12 * r.begun)::numeric(60, 40)
        ELSE 0
    END AS n
FROM forecast_inflow i
CROSS JOIN generate_series(%(mature_number)s + 1, %(newest_number)s + 12) AS m (number)
LEFT JOIN known k ON k.municipality_id = i.municipality_id AND k.category = i.category AND k.number = m.number
LEFT JOIN reported r ON r.number = m.number
