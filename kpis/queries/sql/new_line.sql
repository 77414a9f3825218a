-- The accepted lines of new deliveries.
SELECT
    l.provider_id,
    l.allocation_id,
    l.month,
    date_trunc('month', l.received_on)::date AS received_month,
    CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END AS net
FROM contracts_declaration d
JOIN contracts_declarationline l ON l.declaration_id = d.id
WHERE d.delivery_id = ANY (%(new)s)
