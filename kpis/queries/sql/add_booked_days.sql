INSERT INTO kpis_bookedday AS kept (provider_id, month, declared_on, debit, credit, lines)
SELECT
    l.provider_id,
    l.month,
    l.declared_on,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NULL), 0),
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NOT NULL), 0),
    count(*)
FROM contracts_declaration d
JOIN contracts_declarationline l ON l.declaration_id = d.id
WHERE d.delivery_id = ANY (%(new)s)
GROUP BY 1, 2, 3
ON CONFLICT (provider_id, month, declared_on) DO UPDATE SET
    debit = kept.debit + excluded.debit,
    credit = kept.credit + excluded.credit,
    lines = kept.lines + excluded.lines
