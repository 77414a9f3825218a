-- The accepted lines of the allocations whose W may change, and of the others the lines of the new deliveries.
SELECT
    l.provider_id,
    l.allocation_id,
    l.month,
    l.received_on,
    CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END AS net
FROM touched t
JOIN contracts_declarationline l ON l.allocation_id = t.allocation_id
WHERE t.is_valued
UNION ALL
SELECT
    l.provider_id,
    l.allocation_id,
    l.month,
    l.received_on,
    CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END
FROM contracts_declaration d
JOIN contracts_declarationline l ON l.declaration_id = d.id
JOIN touched t ON t.allocation_id = l.allocation_id
WHERE d.delivery_id = ANY (%(new)s) AND NOT t.is_valued
