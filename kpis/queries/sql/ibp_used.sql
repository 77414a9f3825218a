-- Use of each IBP in cents, from the month in which it started: declared less credits, up to the last mature
-- month, and in the mature months over which the burn is measured; and the months in which the running sum
-- crosses the thresholds. Only IBPs of which the months above 0 alone reach one can have crossed it.
WITH counted AS (
    SELECT
        m.ibp_id,
        m.month,
        m.net,
        ceil(%(ibp_warning)s * c.measured_current)::bigint AS warning,
        floor(%(ibp_full)s * c.measured_current)::bigint AS "full"
    FROM ibp_month m
    JOIN ibp_current c ON c.ibp_id = m.ibp_id AND m.month >= c.first_month
),
used AS (
    SELECT
        ibp_id,
        sum(net)::bigint AS used,
        coalesce(sum(net) FILTER (WHERE month <= %(burn_last)s), 0)::bigint AS used_so_far,
        coalesce(sum(net) FILTER (WHERE month BETWEEN %(burn_first)s AND %(burn_last)s), 0)::bigint AS burned,
        coalesce(sum(net) FILTER (WHERE net > 0), 0) >= least(min(warning), min("full")) AS may_cross
    FROM counted
    GROUP BY ibp_id
),
running AS (
    SELECT
        c.ibp_id,
        c.month,
        c.warning,
        c."full",
        sum(c.net) OVER (PARTITION BY c.ibp_id ORDER BY c.month) AS cents
    FROM used u
    JOIN counted c ON c.ibp_id = u.ibp_id
    WHERE u.may_cross
),
crossed AS (
    SELECT
        ibp_id,
        min(month) FILTER (WHERE cents >= warning) AS month_80,
        min(month) FILTER (WHERE cents > "full") AS month_100
    FROM running
    GROUP BY ibp_id
)
SELECT u.ibp_id, u.used, u.used_so_far, u.burned, x.month_80, x.month_100
FROM used u
LEFT JOIN crossed x USING (ibp_id)
