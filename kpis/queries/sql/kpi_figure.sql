-- Every version at every level and key that it asks for: sums, value and colour. A contract has the figure of its
-- provider when that has no other contract.
WITH level AS (
    SELECT id AS version_id, unnest(levels) AS level FROM kpi_version
),
own AS (
    SELECT DISTINCT version_id FROM kpi_fact WHERE provider_id IS NULL
),
cell AS (
    SELECT l.version_id, l.level, '' AS key, NULL::bigint AS provider_id,
        f.numerator, f.denominator, f.n, f.known, f.known_of
    FROM level l
    LEFT JOIN own o USING (version_id)
    LEFT JOIN kpi_fact f
        ON f.version_id = l.version_id
        AND (f.provider_id IS NULL) = (o.version_id IS NOT NULL)
        AND (f.provider_id IS NULL OR f.provider_id IN (SELECT provider_id FROM kpi_place))
    WHERE l.level = 'regio'
    UNION ALL
    SELECT l.version_id, l.level, p.segment, NULL, f.numerator, f.denominator, f.n, f.known, f.known_of
    FROM level l
    CROSS JOIN kpi_place p
    LEFT JOIN kpi_fact f ON f.version_id = l.version_id AND f.provider_id = p.provider_id
    WHERE l.level = 'segment'
    UNION ALL
    SELECT l.version_id, l.level, p.agb, p.provider_id, f.numerator, f.denominator, f.n, f.known, f.known_of
    FROM level l
    CROSS JOIN kpi_place p
    LEFT JOIN kpi_fact f ON f.version_id = l.version_id AND f.provider_id = p.provider_id
    WHERE l.level = 'aanbieder'
    UNION ALL
    SELECT l.version_id, l.level, c.number, p.provider_id, f.numerator, f.denominator, f.n, f.known, f.known_of
    FROM level l
    CROSS JOIN kpi_place p
    CROSS JOIN LATERAL unnest(p.numbers) AS c (number)
    LEFT JOIN kpi_fact f
        ON f.version_id = l.version_id AND f.provider_id = p.provider_id AND p.contracts = 1
    WHERE l.level = 'contract'
),
summed AS (
    SELECT version_id, level, key, provider_id,
        sum(numerator) AS numerator,
        sum(denominator) AS denominator,
        coalesce(sum(n), 0) AS n,
        coalesce(sum(known), 0) AS known,
        coalesce(sum(known_of), 0) AS known_of
    FROM cell
    GROUP BY 1, 2, 3, 4
),
valued AS (
    SELECT
        s.*,
        v.direction,
        v.green,
        v.red,
        CASE
            WHEN s.denominator > 0 AND s.n >= v.minimum_n AND s.known >= %(least_known)s * s.known_of
            THEN round(s.numerator::numeric(60, 30) / s.denominator, 6)
        END AS value
    FROM summed s
    JOIN kpi_version v ON v.id = s.version_id
)
SELECT
    version_id, level, key, provider_id, numerator, denominator, n, value,
    CASE WHEN value IS NULL THEN 'nvt' ELSE 'ok' END AS status,
    CASE
        WHEN value IS NULL THEN 'nvt'
        WHEN direction = 'geen' THEN 'geen'
        WHEN direction = 'hoger' AND value >= green THEN 'groen'
        WHEN direction = 'hoger' AND value < red THEN 'rood'
        WHEN direction = 'lager' AND value <= green THEN 'groen'
        WHEN direction = 'lager' AND value >= red THEN 'rood'
        ELSE 'oranje'
    END AS colour
FROM valued
