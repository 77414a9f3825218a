-- Per dimension, key, product and unit the use in both periods: clients with net declared > 0, volume, cents.
SELECT
    dimension, key, product_code, unit,
    count(*) FILTER (WHERE cents_before > 0) AS clients_before,
    count(*) FILTER (WHERE cents_after > 0) AS clients_after,
    sum(volume_before)::bigint AS volume_before,
    sum(volume_after)::bigint AS volume_after,
    sum(cents_before)::bigint AS declared_before,
    sum(cents_after)::bigint AS declared_after
FROM change_client
GROUP BY 1, 2, 3, 4
HAVING sum(cents_before) <> 0 OR sum(cents_after) <> 0
