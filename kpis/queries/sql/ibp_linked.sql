-- The allocations under the newest version of each IBP, and the provider that holds them.
SELECT c.ibp_id, c.first_month, k.allocation_id, v.provider_id
FROM ibp_current c
JOIN contracts_ibplink k ON k.ibp_version_id = c.version_id
LEFT JOIN LATERAL (
    SELECT v.provider_id
    FROM contracts_allocationversion v
    WHERE v.allocation_id = k.allocation_id AND v.received_on <= %(peildatum)s
    ORDER BY v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
    LIMIT 1
) v ON true
