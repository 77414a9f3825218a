-- Use of each IBP in cents, from the month in which it started: declared less credits, up to the last mature
-- month, and in the mature months over which the burn is measured; and the months in which the running sum
-- crosses the thresholds.
WITH threshold AS (
    SELECT
        ibp_id,
        first_month,
        ceil(%(ibp_warning)s * measured_current)::bigint AS warning,
        floor(%(ibp_full)s * measured_current)::bigint AS "full"
    FROM ibp_current
),
running AS (
    SELECT
        m.ibp_id,
        m.month,
        m.net,
        t.warning,
        t."full",
        sum(m.net) OVER (PARTITION BY m.ibp_id ORDER BY m.month)::bigint AS cents
    FROM ibp_month m
    JOIN threshold t ON t.ibp_id = m.ibp_id AND m.month >= t.first_month
)
SELECT
    ibp_id,
    sum(net)::bigint AS used,
    coalesce(sum(net) FILTER (WHERE month <= %(burn_last)s), 0)::bigint AS used_so_far,
    coalesce(sum(net) FILTER (WHERE month BETWEEN %(burn_first)s AND %(burn_last)s), 0)::bigint AS burned,
    min(month) FILTER (WHERE cents >= warning) AS month_80,
    min(month) FILTER (WHERE cents > "full") AS month_100
FROM running
GROUP BY ibp_id
