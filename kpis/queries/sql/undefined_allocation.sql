-- The allocations whose W is not defined in all of the mature months asked for; is_in_force: in one of them.
SELECT allocation_id, true AS is_in_force
FROM allocation_month
WHERE month BETWEEN %(mature_first)s AND %(mature_last)s
    AND CASE WHEN month = %(mature_last)s THEN whole_if_last ELSE whole END IS NULL
UNION
SELECT allocation_id, false
FROM current_allocation
WHERE kind = '-' AND NOT (begin <= %(mature_until)s AND ("end" IS NULL OR "end" >= %(mature_first)s))
