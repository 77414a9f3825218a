-- Per municipality, category and month of the window: declared, what is still to come on allocations that are there,
-- and what is to be expected on those that are not; whole cents, half up from exact ratios.
WITH known AS (
    SELECT
        v.municipality_id,
        CASE v.category WHEN 'generiek' THEN 0 ELSE v.category::smallint END AS category,
        v.month,
        v.declared,
        v.value,
        v.clients,
        CASE WHEN v.completeness >= %(least_completeness)s AND v.declared <> 0 THEN v.expected END AS nowcast
    FROM kpis_monthvalue v
    WHERE v.computation_id = %(series)s
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
),
cell AS (
    SELECT
        p.municipality_id,
        p.category,
        m.first AS month,
        coalesce(k.declared, 0) AS declared,
        k.nowcast,
        CASE
            WHEN u.value > 0 THEN k.value * u.declared::numeric(60, 30) / u.value
            WHEN u.clients > 0 THEN k.clients * u.declared::numeric(60, 30) / u.clients
            ELSE 0
        END AS by_value,
        m.number - %(newest_number)s AS ahead
    FROM place p
    CROSS JOIN month m
    LEFT JOIN known k ON k.municipality_id = p.municipality_id AND k.category = p.category AND k.month = m.first
    LEFT JOIN use u ON u.category = p.category
),
running_cost AS (
    SELECT
        category,
        age + 1 AS ahead,
        sum(CASE WHEN number > 0 THEN cents::numeric(60, 30) / number ELSE 0 END) OVER (PARTITION BY category ORDER BY age)
            AS cost
    FROM forecast_cost
),
told AS (
    SELECT
        c.*,
        CASE
            WHEN c.month <= %(mature_last)s THEN 'rijp'
            WHEN c.ahead <= 0 THEN 'geschat'
            ELSE 'toekomst'
        END AS kind,
        CASE WHEN s.foreseen > 0 THEN s.turned_out ELSE 1 END AS survived,
        CASE WHEN s.foreseen > 0 THEN s.foreseen ELSE 1 END AS foreseen,
        coalesce(i.begun, 0) AS begun,
        coalesce(r.cost, 0) AS cost,
        CASE WHEN z.whole > 0 THEN coalesce(z.same, 0) * 12 ELSE 1 END AS same,
        CASE WHEN z.whole > 0 THEN z.whole ELSE 1 END AS whole
    FROM cell c
    LEFT JOIN forecast_survival s ON s.category = c.category AND s.ahead = least(c.ahead, 12)
    LEFT JOIN forecast_inflow i ON i.municipality_id = c.municipality_id AND i.category = c.category
    LEFT JOIN running_cost r ON r.category = c.category AND r.ahead = c.ahead
    LEFT JOIN forecast_season z ON z.category = c.category AND z.number = extract(month FROM c.month)
)
SELECT
    municipality_id,
    category,
    month,
    kind,
    declared,
    CASE kind
        WHEN 'rijp' THEN 0
        WHEN 'geschat' THEN
            coalesce(nowcast, greatest(declared, round(round(coalesce(by_value, 0), 12)))) - declared
        ELSE greatest(declared, round(round(coalesce(by_value, 0) * survived / foreseen, 12))) - declared
    END::bigint AS committed,
    CASE kind WHEN 'toekomst' THEN round(round(begun * cost * same / (12.0::numeric(60, 30) * whole), 12)) ELSE 0 END::bigint
        AS inflow
FROM told
