-- Accepted lines booked in the window, per provider and part; as in booked.
SELECT
    l.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN coalesce(lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek')
        WHEN 'productcode' THEN l.product_code
        ELSE m.code
    END AS part,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NOT NULL), 0) AS credit,
    coalesce(sum(l.amount) FILTER (WHERE l.debit_id IS NULL), 0) AS debit,
    count(*) AS accepted
FROM contracts_declarationline l
LEFT JOIN current_allocation a ON a.allocation_id = l.allocation_id
LEFT JOIN base_municipality m ON m.id = l.municipality_id
WHERE l.received_on <= %(peildatum)s AND l.declared_on BETWEEN %(first)s AND %(until)s
GROUP BY 1, 2
