-- The allocations that are or were of one provider.
SELECT DISTINCT allocation_id, true AS is_valued FROM contracts_allocationversion WHERE provider_id = %(provider)s
