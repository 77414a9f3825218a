-- The rows of a change: per product and unit with its effects, and per key all products together.
INSERT INTO kpis_spendingchange (
    computation_id, dimension, key, is_whole, product_code, unit, clients_before, clients_after, volume_before,
    volume_after, declared_before, declared_after, by_clients, by_volume, by_price, by_new, by_gone, by_fixed)
SELECT
    %(computation)s, dimension, key, false, product_code, unit, clients_before, clients_after, volume_before,
    volume_after, declared_before, declared_after, clients, volume, price, new, gone, fixed
FROM change_effect
UNION ALL
SELECT
    %(computation)s, dimension, key, true, '', '', w.clients_before, w.clients_after, 0, 0, w.declared_before,
    w.declared_after, coalesce(e.clients, 0), coalesce(e.volume, 0), coalesce(e.price, 0), coalesce(e.new, 0),
    coalesce(e.gone, 0), coalesce(e.fixed, 0)
FROM change_whole w
LEFT JOIN (
    SELECT
        dimension, key, sum(clients) AS clients, sum(volume) AS volume, sum(price) AS price, sum(new) AS new,
        sum(gone) AS gone, sum(fixed) AS fixed
    FROM change_effect
    GROUP BY 1, 2
) e USING (dimension, key)
