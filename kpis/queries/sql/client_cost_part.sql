-- Declared less credits in cents of the accepted lines served in the window, per provider, part and client.
SELECT
    l.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN coalesce(lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek')
        WHEN 'productcode' THEN l.product_code
        ELSE m.code
    END AS part,
    l.client_id,
    sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS cents
FROM contracts_declarationline l
LEFT JOIN current_allocation a ON a.allocation_id = l.allocation_id
LEFT JOIN base_municipality m ON m.id = l.municipality_id
WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3
