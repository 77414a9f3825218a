-- Per level and kind of the region the median and MAD of the cost per client of those with clients enough.
WITH ordered AS (
    SELECT level, kind, count(*) AS n, array_agg(cost ORDER BY cost) AS list
    FROM referrer_use
    WHERE scope = 0 AND level <> 'soort' AND clients >= %(peer_clients)s
    GROUP BY 1, 2
),
middle AS (
    SELECT level, kind, n, list, (list[(n + 1) / 2] + list[n / 2 + 1]) / 2 AS median FROM ordered
),
distances AS (
    SELECT level, kind, array_agg(abs(cost - median) ORDER BY abs(cost - median)) AS far
    FROM middle m
    CROSS JOIN LATERAL unnest(m.list) AS cost
    GROUP BY 1, 2
)
SELECT level, kind, n, median, (far[(n + 1) / 2] + far[n / 2 + 1]) / 2 AS mad
FROM middle
JOIN distances USING (level, kind)
