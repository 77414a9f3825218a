-- Credits served in the window per provider and part: how many, and how many of them were followed by a
-- higher debit of the same key in the same or a later delivery.
WITH credit AS (
    SELECT l.*, d.delivery_id
    FROM contracts_declarationline l
    JOIN contracts_declaration d ON d.id = l.declaration_id
    WHERE l.debit_id IS NOT NULL AND l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s
),
followed AS (
    SELECT
        c.*,
        EXISTS (
            SELECT
            FROM contracts_declarationline b
            JOIN contracts_declaration d ON d.id = b.declaration_id
            WHERE b.allocation_id = c.allocation_id AND b.month = c.month AND b.debit_id IS NULL
                AND b.amount > c.amount AND b.received_on BETWEEN c.received_on AND %(peildatum)s
                AND b.provider_id = c.provider_id AND b.category = c.category
                AND b.product_code = c.product_code AND b.begin = c.begin AND b."end" = c."end"
                AND (b.received_on > c.received_on OR d.delivery_id >= c.delivery_id)
        ) AS is_rebilled
    FROM credit c
)
SELECT
    f.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN coalesce(lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek')
        WHEN 'productcode' THEN f.product_code
        WHEN 'gemeente' THEN m.code
        ELSE ''
    END AS part,
    count(*) FILTER (WHERE f.is_rebilled) AS rebilled,
    count(*) AS credits
FROM followed f
LEFT JOIN current_allocation a ON a.allocation_id = f.allocation_id
LEFT JOIN base_municipality m ON m.id = f.municipality_id
GROUP BY 1, 2
