-- The allocations whose W is defined in some months but not in all of the mature months asked for.
SELECT DISTINCT allocation_id
FROM allocation_month
WHERE is_in_force AND is_measured AND month BETWEEN %(mature_first)s AND %(mature_last)s
    AND (whole IS NULL OR whole_if_last IS NULL)
    AND CASE WHEN month = %(mature_last)s THEN whole_if_last ELSE whole END IS NULL
