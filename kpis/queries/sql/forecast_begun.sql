-- The allocations that began in the last 24 mature months.
SELECT allocation_id, category, date_trunc('month', begin)::date AS month
FROM current_allocation
WHERE kind <> '0' AND begin BETWEEN %(mature_first)s AND %(mature_until)s
