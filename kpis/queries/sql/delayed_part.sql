-- Debits served in the window per provider and part, in cents; as in delayed.
SELECT
    l.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN coalesce(lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek')
        WHEN 'productcode' THEN l.product_code
        ELSE g.code
    END AS part,
    sum(l.amount) AS debit,
    sum(l.amount * (l.declared_on - m.last)) AS weighted,
    coalesce(sum(l.amount) FILTER (WHERE l.declared_on - m.last > %(late_days)s), 0) AS late
FROM contracts_declarationline l
JOIN month m ON m.first = l.month
LEFT JOIN current_allocation a ON a.allocation_id = l.allocation_id
LEFT JOIN base_municipality g ON g.id = l.municipality_id
WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s AND l.debit_id IS NULL
GROUP BY 1, 2
