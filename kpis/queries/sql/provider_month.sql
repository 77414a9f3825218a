-- Per provider and month: the clients with an allocation in force, and those of them without net declared.
SELECT
    provider_id,
    month,
    count(*) FILTER (WHERE is_allocated) AS allocated,
    count(*) FILTER (WHERE is_allocated AND net = 0) AS without_invoice
FROM (
    SELECT
        provider_id,
        month,
        bool_or(is_in_force) AS is_allocated,
        coalesce(sum(net) FILTER (WHERE net <> 0), 0) AS net
    FROM counted_month
    GROUP BY provider_id, month, client_id
) client
GROUP BY 1, 2
