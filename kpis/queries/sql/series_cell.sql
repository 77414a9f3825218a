-- Per municipality, category and month: the clients with an allocation in force and its W (exact cents), what
-- was declared, and the clients of those without net declared. excluded: allocations without defined W.
WITH client AS (
    SELECT
        municipality_id,
        category_no,
        month,
        client_id,
        count(allocation_id) AS allocations,
        count(allocation_id) - count(whole) AS excluded,
        coalesce(sum(whole), 0)::bigint AS whole,
        sum(fraction) AS fraction,
        coalesce(sum(net), 0)::bigint AS net
    FROM (
        SELECT
            municipality_id, category_no, month, client_id, allocation_id,
            CASE WHEN month = %(last)s THEN whole_if_last ELSE whole END AS whole,
            fraction,
            NULL::bigint AS net
        FROM allocation_month
        WHERE month BETWEEN %(first)s AND %(last)s
        UNION ALL
        SELECT
            a.municipality_id, a.category_no, l.month, a.client_id, NULL, NULL, NULL,
            CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END
        FROM contracts_declarationline l
        JOIN current_allocation a ON a.allocation_id = l.allocation_id
        WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s
    ) fact
    GROUP BY 1, 2, 3, 4
)
SELECT
    municipality_id,
    category_no,
    month,
    count(*) FILTER (WHERE allocations > 0) AS clients,
    sum(whole) + coalesce(sum(fraction), 0) AS w,
    sum(net) AS declared,
    count(*) FILTER (WHERE allocations > 0 AND net = 0) AS clients_without_invoice,
    coalesce(sum(whole) FILTER (WHERE net = 0), 0) + coalesce(sum(fraction) FILTER (WHERE net = 0), 0)
        AS w_without_invoice,
    sum(excluded) AS excluded
FROM client
GROUP BY 1, 2, 3
HAVING count(*) FILTER (WHERE allocations > 0) > 0 OR sum(net) <> 0
