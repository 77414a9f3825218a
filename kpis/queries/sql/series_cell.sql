-- Per municipality, category and month asked for: clients, W (exact cents), declared and what is without invoice.
SELECT
    municipality_id,
    category,
    month,
    clients,
    CASE WHEN month = %(last)s THEN whole_if_last ELSE whole END + fraction AS w,
    net AS declared,
    clients_without_invoice,
    CASE WHEN month = %(last)s THEN whole_if_last_without_invoice ELSE whole_without_invoice END
        + fraction_without_invoice AS w_without_invoice,
    CASE WHEN month = %(last)s THEN excluded_if_last ELSE excluded END AS excluded
FROM category_month
WHERE month BETWEEN %(first)s AND %(last)s AND (clients > 0 OR net <> 0)
