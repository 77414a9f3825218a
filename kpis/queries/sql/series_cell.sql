-- Per municipality, category and month: the clients with an allocation in force and its W (exact cents), what
-- was declared, and the clients of those without net declared. excluded: allocations without defined W.
WITH client AS (
    SELECT
        municipality_id,
        category,
        month,
        client_id,
        count(*) FILTER (WHERE is_in_force) AS allocations,
        count(*) FILTER (WHERE is_in_force)
            - count(CASE WHEN month = %(last)s THEN whole_if_last ELSE whole END) AS excluded,
        sum(CASE WHEN month = %(last)s THEN whole_if_last ELSE whole END)::bigint AS whole,
        sum(fraction) AS fraction,
        sum(net)::bigint AS net
    FROM allocation_month
    WHERE month BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2, 3, 4
)
SELECT
    municipality_id,
    category,
    month,
    count(*) FILTER (WHERE allocations > 0) AS clients,
    coalesce(sum(whole), 0) + coalesce(sum(fraction), 0) AS w,
    sum(net) AS declared,
    count(*) FILTER (WHERE allocations > 0 AND net = 0) AS clients_without_invoice,
    coalesce(sum(whole) FILTER (WHERE net = 0), 0) + coalesce(sum(fraction) FILTER (WHERE net = 0), 0)
        AS w_without_invoice,
    sum(excluded) AS excluded
FROM client
GROUP BY 1, 2, 3
HAVING count(*) FILTER (WHERE allocations > 0) > 0 OR sum(net) <> 0
