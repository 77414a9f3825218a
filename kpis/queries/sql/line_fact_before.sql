-- The accepted lines, before the new deliveries, of the allocations whose W may change.
SELECT
    l.provider_id,
    l.allocation_id,
    l.month,
    l.received_on,
    CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END AS net
FROM touched t
JOIN contracts_declarationline l ON l.allocation_id = t.allocation_id
WHERE t.is_valued AND NOT EXISTS (
    SELECT FROM contracts_declaration d WHERE d.id = l.declaration_id AND d.delivery_id = ANY (%(new)s)
)
