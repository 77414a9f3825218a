-- Per municipality and category the allocations that began in the last 12 mature months.
SELECT municipality_id, category, count(*) FILTER (WHERE begin BETWEEN %(inflow_first)s AND %(inflow_last)s) AS begun
FROM current_allocation
WHERE kind <> '0'
GROUP BY 1, 2
