-- The export verandering, sorted by key; amounts in cents.
SELECT
    dimension AS uitsplitsing,
    key AS sleutel,
    CASE WHEN is_whole THEN 'alle' ELSE product_code END AS productcode,
    unit AS eenheid,
    clients_before AS clienten_eerder,
    clients_after AS clienten_later,
    CASE WHEN NOT is_whole THEN volume_before END AS volume_eerder,
    CASE WHEN NOT is_whole THEN volume_after END AS volume_later,
    declared_before AS gedeclareerd_eerder,
    declared_after AS gedeclareerd_later,
    declared_after - declared_before AS verandering,
    by_clients AS door_clienten,
    by_volume AS door_volume,
    by_price AS door_prijs,
    by_new AS door_nieuw,
    by_gone AS door_vervallen,
    by_fixed AS door_vast_bedrag
FROM kpis_spendingchange
WHERE computation_id = %(computation)s
ORDER BY dimension COLLATE "C", key COLLATE "C", is_whole, product_code COLLATE "C", unit COLLATE "C"
