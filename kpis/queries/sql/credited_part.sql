-- Credits served in the window per provider and part; as in credited.
SELECT
    f.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN coalesce(lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek')
        WHEN 'productcode' THEN f.product_code
        ELSE m.code
    END AS part,
    count(*) FILTER (WHERE f.is_rebilled) AS rebilled,
    count(*) AS credits
FROM followed f
LEFT JOIN current_allocation a ON a.allocation_id = f.allocation_id
LEFT JOIN base_municipality m ON m.id = f.municipality_id
GROUP BY 1, 2
