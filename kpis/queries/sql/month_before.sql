-- The kept months of the allocations whose W may change, as they were before.
SELECT
    k.allocation_id, k.month, k.provider_id, k.municipality_id, k.client_id, k.category, k.is_in_force, k.is_measured,
    k.whole, k.whole_if_last, k.fraction, k.net
FROM current_allocation a
JOIN kpis_allocationmonth k ON k.client_id = a.client_id AND k.allocation_id = a.allocation_id
WHERE a.is_valued
