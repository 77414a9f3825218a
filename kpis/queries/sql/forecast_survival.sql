-- Per category and months ahead: allocations in force as they turned out, and as they stood a year before.
SELECT
    t.category,
    k.ahead,
    count(*) FILTER (WHERE NOT t.is_withdrawn AND t.begin <= k.last AND t."end" >= k.first) AS foreseen,
    count(*) FILTER (
        WHERE a.kind <> '0' AND a.begin <= k.last AND coalesce(a."end", '9999-12-31') >= k.first) AS turned_out
FROM forecast_then t
JOIN current_allocation a USING (allocation_id)
CROSS JOIN (
    SELECT
        ahead,
        (%(newest)s::date + make_interval(months => ahead - 12))::date AS first,
        (%(newest)s::date + make_interval(months => ahead - 11) - interval '1 day')::date AS last
    FROM generate_series(1, 12) AS ahead
) k
GROUP BY 1, 2
