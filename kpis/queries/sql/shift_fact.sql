-- Net declared in the window and in the equal window before it, per municipality, provider, client, category, class and
-- care form, in cents. weight: empty = the code has no known class.
SELECT
    f.municipality_id,
    f.provider_id,
    f.client_id,
    coalesce(lpad(nullif(f.category, 0)::text, 2, '0'), 'generiek') AS category,
    coalesce(p.weight_class::text, '') AS weight,
    coalesce(nullif(p.care_form, ''), lpad(nullif(f.category, 0)::text, 2, '0'), 'generiek') AS care_form,
    coalesce(sum(f.net) FILTER (WHERE NOT f.is_now), 0)::bigint AS before,
    coalesce(sum(f.net) FILTER (WHERE f.is_now), 0)::bigint AS after
FROM (
    SELECT
        l.municipality_id,
        l.provider_id,
        l.client_id,
        coalesce(a.category, nullif(l.category, '')::smallint, 0) AS category,
        l.product_code,
        l.month >= %(first)s AS is_now,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS net
    FROM contracts_declarationline l
    LEFT JOIN current_allocation a USING (allocation_id)
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(before_first)s AND %(last)s
    GROUP BY 1, 2, 3, 4, 5, 6
) f
LEFT JOIN contracts_productcode p ON p.code = f.product_code
GROUP BY 1, 2, 3, 4, 5, 6
