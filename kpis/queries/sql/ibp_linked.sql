-- The allocations under the newest version of each IBP, and the provider that holds them.
SELECT c.ibp_id, c.first_month, k.allocation_id, a.provider_id
FROM ibp_current c
JOIN contracts_ibplink k ON k.ibp_version_id = c.version_id
LEFT JOIN current_allocation a ON a.allocation_id = k.allocation_id
