-- Per municipality, category and month of the window: declared, what is still to come on allocations that are there,
-- and what is to be expected on those that are not; whole cents, half up from exact ratios.
WITH inflow AS (
    SELECT n.municipality_id, n.category, c.month, sum(n.n * k.cents::numeric(60, 30) / k.number) AS cents
    FROM forecast_cell c
    JOIN forecast_new n ON n.municipality_id = c.municipality_id AND n.category = c.category AND n.number <= c.number
    JOIN forecast_cost k ON k.category = c.category AND k.age = c.number - n.number
    WHERE c.ahead > 0 AND k.number > 0
    GROUP BY 1, 2, 3
),
told AS (
    SELECT
        c.*,
        CASE
            WHEN c.number <= %(mature_number)s THEN 'rijp'
            WHEN c.ahead <= 0 THEN 'geschat'
            ELSE 'toekomst'
        END AS kind,
        n.cents AS nowcast,
        CASE
            WHEN l.base > 0 THEN
                CASE WHEN l.has_value THEN c.value ELSE c.clients END * l.cents::numeric(60, 30) / l.base
                    * CASE WHEN s.foretold > 0 THEN s.turned_out / s.foretold ELSE 1 END
            WHEN v.foreseen > 0 THEN c.by_value * v.turned_out / v.foreseen
            ELSE c.by_value
        END AS running,
        coalesce(i.cents, 0)
            * CASE WHEN z.whole > 0 THEN z.same / z.whole ELSE 1 END AS inflow
    FROM forecast_cell c
    LEFT JOIN forecast_nowcast n USING (municipality_id, category, month)
    LEFT JOIN forecast_level l ON l.category = c.category
    LEFT JOIN forecast_shape s ON s.ahead = least(c.ahead, 12)
    LEFT JOIN forecast_survival v ON v.category = c.category AND v.ahead = least(c.ahead, 12)
    LEFT JOIN inflow i ON i.municipality_id = c.municipality_id AND i.category = c.category AND i.month = c.month
    LEFT JOIN forecast_season z ON z.category = c.category AND z.number = extract(month FROM c.month)
)
SELECT
    municipality_id,
    category,
    month,
    kind,
    declared,
    CASE
        WHEN kind = 'rijp' THEN 0
        WHEN kind = 'toekomst' THEN greatest(declared, round(round(running, 12))) - declared
        WHEN is_known THEN coalesce(round(round(nowcast, 12)), 0) - declared
        ELSE 0
    END::bigint AS committed,
    CASE kind WHEN 'toekomst' THEN round(round(inflow, 12)) ELSE 0 END::bigint AS inflow
FROM told
