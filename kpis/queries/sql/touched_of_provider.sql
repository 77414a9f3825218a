-- The allocations that a provider holds or has held.
SELECT DISTINCT allocation_id, true AS is_valued
FROM contracts_allocationversion
WHERE provider_id = %(provider)s
