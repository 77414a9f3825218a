-- Per dimension and key the distinct clients with net declared > 0 over all products, in both periods.
SELECT
    dimension,
    key,
    count(*) FILTER (WHERE cents_before > 0) AS clients_before,
    count(*) FILTER (WHERE cents_after > 0) AS clients_after,
    sum(cents_before)::bigint AS declared_before,
    sum(cents_after)::bigint AS declared_after
FROM (
    SELECT dimension, key, client_id, sum(cents_before) AS cents_before, sum(cents_after) AS cents_after
    FROM change_client
    GROUP BY 1, 2, 3
) c
GROUP BY 1, 2
HAVING sum(cents_before) <> 0 OR sum(cents_after) <> 0
