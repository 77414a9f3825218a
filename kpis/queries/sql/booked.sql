-- Accepted lines booked in the window, per provider and part: cents credited and debited, and their number.
SELECT
    l.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN c.category
        WHEN 'productcode' THEN l.product_code
        WHEN 'gemeente' THEN m.code
        ELSE ''
    END AS part,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NOT NULL), 0)::bigint AS credit,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NULL), 0)::bigint AS debit,
    count(*) AS accepted
FROM contracts_declarationline l
LEFT JOIN current_allocation a ON a.allocation_id = l.allocation_id
LEFT JOIN category c ON c.category_no = a.category_no
LEFT JOIN base_municipality m ON m.id = l.municipality_id
WHERE l.received_on <= %(peildatum)s AND l.declared_on BETWEEN %(first)s AND %(until)s
GROUP BY 1, 2
