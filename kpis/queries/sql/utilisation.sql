-- Declared and W in the mature months asked for, per current provider and category, of the allocations
-- whose W is defined in all of those months. Declared: the lines of the provider that now holds it.
-- excluded: the allocations in force of which W is not defined.
WITH mature AS (
    SELECT
        allocation_id, provider_id, category,
        CASE WHEN month = %(mature_last)s THEN w_if_last ELSE w END AS w
    FROM allocation_month
    WHERE month BETWEEN %(mature_first)s AND %(mature_last)s
),
value AS (
    SELECT allocation_id, provider_id, category, sum(w) AS w, bool_or(w IS NULL) AS is_undefined
    FROM mature
    GROUP BY 1, 2, 3
),
declared AS (
    SELECT a.allocation_id, sum(s.net) AS net
    FROM served s
    JOIN current_allocation a ON a.allocation_id = s.allocation_id AND a.provider_id = s.provider_id
    WHERE s.month BETWEEN %(mature_first)s AND %(mature_last)s AND NOT a.is_undefined
    GROUP BY 1
)
SELECT
    a.provider_id,
    a.category,
    coalesce(sum(d.net) FILTER (WHERE NOT coalesce(v.is_undefined, false)), 0)::bigint AS declared,
    coalesce(sum(v.w) FILTER (WHERE NOT v.is_undefined), 0) AS w,
    count(*) FILTER (WHERE v.is_undefined) AS excluded
FROM current_allocation a
LEFT JOIN value v ON v.allocation_id = a.allocation_id
LEFT JOIN declared d ON d.allocation_id = a.allocation_id
WHERE v.allocation_id IS NOT NULL OR d.allocation_id IS NOT NULL
GROUP BY 1, 2
