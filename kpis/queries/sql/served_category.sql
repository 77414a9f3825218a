-- Accepted lines served in the window per provider, part and category, in cents: declared less credits; of the
-- debits their sum, the sum of amount x days from the end of the service month to the dagtekening, and the
-- amount of more than late_days such days.
SELECT
    l.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN c.category
        WHEN 'productcode' THEN l.product_code
        WHEN 'gemeente' THEN g.code
        ELSE ''
    END AS part,
    c.category,
    sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS net,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NULL), 0) AS debit,
    coalesce(sum(l.amount * (l.declared_on - m.last)) FILTER (WHERE l.debit_id IS NULL), 0) AS weighted,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NULL AND l.declared_on - m.last > %(late_days)s), 0) AS late
FROM contracts_declarationline l
JOIN month m ON m.first = l.month
JOIN current_allocation a ON a.allocation_id = l.allocation_id
JOIN category c ON c.category_no = a.category_no
LEFT JOIN base_municipality g ON g.id = l.municipality_id
WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3
