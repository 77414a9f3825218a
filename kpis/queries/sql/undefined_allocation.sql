-- The allocations whose W is defined in some months but not in all of the mature months asked for.
SELECT DISTINCT m.allocation_id
FROM allocation_month m
JOIN current_allocation a ON a.allocation_id = m.allocation_id AND a.kind <> '-'
WHERE m.month BETWEEN %(mature_first)s AND %(mature_last)s
    AND CASE WHEN m.month = %(mature_last)s THEN m.whole_if_last ELSE m.whole END IS NULL
