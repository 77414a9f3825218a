-- Per municipality, category and month: the clients with an allocation in force, its W (exact cents), what was
-- declared, and the clients of those without net declared. excluded: allocations without defined W. What ends in
-- if_last holds when the month is the last of a reporting period. Columns as in the model CategoryMonth.
-- A sum of nothing is kept small: in most groups there is nothing to add up.
WITH client AS (
    SELECT
        municipality_id,
        category,
        month,
        bool_or(is_in_force) AS is_allocated,
        count(*) FILTER (WHERE is_in_force AND whole IS NULL) AS excluded,
        count(*) FILTER (WHERE is_in_force AND whole_if_last IS NULL) AS excluded_if_last,
        coalesce((sum(whole) FILTER (WHERE whole <> 0))::bigint, 0) AS whole,
        (sum(coalesce(whole_if_last, 0) - coalesce(whole, 0)) FILTER (WHERE whole_if_last IS DISTINCT FROM whole))::bigint
            AS added_if_last,
        sum(fraction) FILTER (WHERE fraction <> 0) AS fraction,
        coalesce((sum(net) FILTER (WHERE net <> 0))::bigint, 0) AS net
    FROM counted_month
    GROUP BY municipality_id, category, month, client_id
),
summed AS (
    SELECT
        municipality_id,
        category,
        month,
        count(*) FILTER (WHERE is_allocated) AS clients,
        sum(excluded) AS excluded,
        sum(excluded_if_last) AS excluded_if_last,
        sum(whole) AS whole,
        coalesce(sum(added_if_last), 0) AS added_if_last,
        coalesce(sum(fraction), 0) AS fraction,
        sum(net) AS net,
        count(*) FILTER (WHERE is_allocated AND net = 0) AS clients_without_invoice,
        coalesce(sum(whole) FILTER (WHERE net = 0), 0) AS whole_without_invoice,
        coalesce(sum(added_if_last) FILTER (WHERE net = 0), 0) AS added_if_last_without_invoice,
        coalesce(sum(fraction) FILTER (WHERE net = 0), 0) AS fraction_without_invoice
    FROM client
    GROUP BY 1, 2, 3
)
SELECT
    municipality_id,
    category,
    month,
    clients,
    excluded,
    excluded_if_last,
    whole,
    whole + added_if_last AS whole_if_last,
    fraction,
    net,
    clients_without_invoice,
    whole_without_invoice,
    whole_without_invoice + added_if_last_without_invoice AS whole_if_last_without_invoice,
    fraction_without_invoice
FROM summed
