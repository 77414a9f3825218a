-- Declared in the window per provider, part and client, in cents.
SELECT
    s.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN a.category
        WHEN 'productcode' THEN s.product_code
        WHEN 'gemeente' THEN m.code
        ELSE ''
    END AS part,
    s.client_id,
    sum(s.net)::bigint AS cents
FROM served s
JOIN current_allocation a USING (allocation_id)
JOIN base_municipality m ON m.id = s.municipality_id
GROUP BY 1, 2, 3
