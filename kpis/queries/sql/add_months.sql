-- Adds W of months that the totals did not reach to yet; there may be lines in them already.
INSERT INTO kpis_allocationmonth AS kept (
    allocation_id, month, provider_id, municipality_id, client_id, category, is_in_force, is_measured, whole,
    whole_if_last, fraction, net)
SELECT
    v.allocation_id,
    v.month,
    v.provider_id,
    a.municipality_id,
    a.client_id,
    a.category,
    true,
    a.kind <> '-',
    v.whole,
    v.whole_if_last,
    v.fraction,
    0
FROM allocation_value v
JOIN current_allocation a USING (allocation_id)
ORDER BY a.client_id, v.month
ON CONFLICT (client_id, month, allocation_id, provider_id) DO UPDATE SET
    is_in_force = true,
    whole = excluded.whole,
    whole_if_last = excluded.whole_if_last,
    fraction = excluded.fraction
