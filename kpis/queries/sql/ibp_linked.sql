-- The allocations under the newest version of each IBP, and the provider that holds them.
WITH holder AS (
    SELECT DISTINCT ON (allocation_id) allocation_id, provider_id
    FROM contracts_allocationversion
    WHERE received_on <= %(peildatum)s
    ORDER BY allocation_id, issued_on DESC, issued_at DESC, received_on DESC, id DESC
)
SELECT c.ibp_id, k.allocation_id, h.provider_id
FROM ibp_current c
JOIN contracts_ibplink k ON k.ibp_version_id = c.version_id
LEFT JOIN holder h ON h.allocation_id = k.allocation_id
