-- Per municipality, category and month: the clients with an allocation in force and its W (exact cents), what
-- was declared, and the clients of those without net declared. excluded: allocations without defined W.
WITH allocated AS (
    SELECT
        municipality_id, category, month, client_id,
        coalesce(sum(CASE WHEN month = %(last)s THEN w_if_last ELSE w END), 0) AS w,
        count(*) FILTER (WHERE w IS NULL) AS excluded
    FROM allocation_month
    WHERE month BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2, 3, 4
),
declared AS (
    SELECT s.municipality_id, a.category, s.month, s.client_id, sum(s.net)::bigint AS net
    FROM served s
    JOIN current_allocation a USING (allocation_id)
    WHERE s.month BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2, 3, 4
)
SELECT
    municipality_id,
    category,
    month,
    count(w) AS clients,
    coalesce(sum(w), 0) AS w,
    coalesce(sum(net), 0) AS declared,
    count(w) FILTER (WHERE coalesce(net, 0) = 0) AS clients_without_invoice,
    coalesce(sum(w) FILTER (WHERE coalesce(net, 0) = 0), 0) AS w_without_invoice,
    coalesce(sum(excluded), 0) AS excluded
FROM allocated
FULL JOIN declared USING (municipality_id, category, month, client_id)
GROUP BY 1, 2, 3
HAVING count(w) > 0 OR coalesce(sum(net), 0) <> 0
