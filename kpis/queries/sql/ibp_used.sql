-- Use of each IBP in cents, from the month in which it started: declared less credits, up to the last mature
-- month, and in the mature months over which the burn is measured; and the months in which the running sum
-- crosses the thresholds. Only IBPs of which the months above 0 alone reach one can have crossed it.
WITH added AS (
    SELECT
        m.ibp_id,
        sum(m.net)::bigint AS used,
        coalesce(sum(m.net) FILTER (WHERE m.month <= %(burn_last)s), 0)::bigint AS used_so_far,
        coalesce(sum(m.net) FILTER (WHERE m.month BETWEEN %(burn_first)s AND %(burn_last)s), 0)::bigint AS burned,
        coalesce(sum(m.net) FILTER (WHERE m.net > 0), 0) AS above
    FROM ibp_month m
    JOIN ibp_current c ON c.ibp_id = m.ibp_id AND m.month >= c.first_month
    GROUP BY m.ibp_id
),
used AS (
    SELECT
        a.*,
        c.first_month,
        ceil(%(ibp_warning)s * c.measured_current)::bigint AS warning,
        floor(%(ibp_full)s * c.measured_current)::bigint AS "full"
    FROM added a
    JOIN ibp_current c USING (ibp_id)
),
running AS (
    SELECT
        u.ibp_id,
        m.month,
        u.warning,
        u."full",
        sum(m.net) OVER (PARTITION BY u.ibp_id ORDER BY m.month) AS cents
    FROM used u
    JOIN ibp_month m ON m.ibp_id = u.ibp_id AND m.month >= u.first_month
    WHERE u.above >= least(u.warning, u."full")
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
