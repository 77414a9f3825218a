-- Only the allocations of which the running totals cannot say whether W is defined in the whole window.
SELECT allocation_id, true AS is_valued FROM kpis_unpricedallocation
