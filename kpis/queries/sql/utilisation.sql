-- Declared and W (exact cents) in the mature months asked for, per provider and category, of the allocations whose
-- W is defined in all of those months. Declared: the lines of the provider that now holds the allocation.
SELECT
    m.provider_id,
    m.category,
    coalesce(sum(CASE WHEN m.month = %(mature_last)s THEN m.whole_if_last ELSE m.whole END), 0)
        + coalesce(sum(m.fraction), 0) AS w,
    sum(m.net) AS declared
FROM allocation_month m
LEFT JOIN undefined_allocation u ON u.allocation_id = m.allocation_id
WHERE m.is_measured AND u.allocation_id IS NULL AND m.month BETWEEN %(mature_first)s AND %(mature_last)s
GROUP BY 1, 2
