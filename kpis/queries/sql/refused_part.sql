-- Refused lines that were served or booked in the window, with the part they stand under: a category is that
-- of the allocation they name, else their own. The AGB of the row decides, also when it became known later.
SELECT
    p.id AS provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN CASE
            WHEN a.allocation_id IS NULL THEN r.category
            ELSE coalesce(lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek')
        END
        WHEN 'productcode' THEN r.product_code
        ELSE r.municipality_code
    END AS part,
    r.declared_on BETWEEN %(first)s AND %(until)s AS is_booked,
    r.codes
FROM contracts_refusedline r
LEFT JOIN providers_provider p ON p.agb = r.agb
LEFT JOIN base_municipality m ON m.code = r.municipality_code
LEFT JOIN contracts_allocation k ON k.municipality_id = m.id AND k.number = r.allocation_number
LEFT JOIN current_allocation a ON a.allocation_id = k.id
WHERE r.received_on <= %(peildatum)s
    AND (r.declared_on BETWEEN %(first)s AND %(until)s OR r.month BETWEEN %(first)s AND %(last)s)
