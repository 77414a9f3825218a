-- Declared less credits per IBP and service month, in cents, on the allocations under its newest version.
SELECT
    k.ibp_id,
    l.month,
    sum(CASE l.debit_credit WHEN 'D' THEN l.amount ELSE -l.amount END)::bigint AS net
FROM ibp_linked k
JOIN contracts_declarationline l ON l.allocation_id = k.allocation_id
WHERE l.received_on <= %(peildatum)s
GROUP BY 1, 2
