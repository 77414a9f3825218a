-- Accepted lines served in the window and in the equal window before it, net of credits, per provider, client,
-- allocation, product and month. category: that of the allocation, else the line's own. nights: net etmalen.
SELECT
    l.provider_id,
    l.client_id,
    l.allocation_id,
    l.product_code,
    coalesce(a.category, nullif(l.category, '')::smallint, 0) AS category,
    l.month,
    l.month >= %(first)s AS is_now,
    sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS net,
    sum(CASE WHEN l.unit <> '14' THEN 0 WHEN l.debit_id IS NULL THEN l.volume ELSE -l.volume END)::bigint AS nights,
    count(*) FILTER (WHERE l.debit_id IS NULL)::integer AS debits
FROM contracts_declarationline l
LEFT JOIN current_allocation a USING (allocation_id)
WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(before_first)s AND %(last)s
GROUP BY 1, 2, 3, 4, 5, 6
