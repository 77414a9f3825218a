-- The accepted lines of the allocations whose W may change.
SELECT
    l.provider_id,
    l.allocation_id,
    l.month,
    l.received_on,
    CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END AS net
FROM touched t
JOIN contracts_declarationline l ON l.allocation_id = t.allocation_id
WHERE t.is_valued
