-- Allocations that are not wholly without W, but have a month in which it is not defined.
INSERT INTO kpis_unpricedallocation (allocation_id)
SELECT DISTINCT m.allocation_id
FROM allocation_month m
JOIN current_allocation a ON a.allocation_id = m.allocation_id AND a.kind <> '-'
WHERE m.whole IS NULL OR m.whole_if_last IS NULL
ON CONFLICT DO NOTHING
