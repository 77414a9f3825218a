-- Adds new lines to allocations of which nothing else changed.
INSERT INTO kpis_allocationmonth AS kept (
    allocation_id, month, provider_id, municipality_id, client_id, category, is_in_force, is_measured, net)
SELECT
    a.allocation_id,
    l.month,
    l.provider_id,
    a.municipality_id,
    a.client_id,
    a.category,
    false,
    l.provider_id = a.provider_id AND a.kind <> '-',
    l.net
FROM (
    SELECT allocation_id, provider_id, month, sum(net)::bigint AS net FROM new_line GROUP BY 1, 2, 3
) l
JOIN current_allocation a ON a.allocation_id = l.allocation_id AND NOT a.is_valued
ORDER BY a.client_id, l.month
ON CONFLICT (client_id, month, allocation_id, provider_id) DO UPDATE SET net = kept.net + excluded.net
