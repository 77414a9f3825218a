-- The export verschuiving, sorted by key: what categories became, of all clients (uit empty) and of those of a category.
SELECT
    scope AS bereik,
    key AS sleutel,
    target AS van_clienten_uit,
    category AS productcategorie,
    declared_before AS gedeclareerd_eerder,
    declared_after AS gedeclareerd_nu,
    clients_before AS clienten_eerder,
    clients_after AS clienten_nu
FROM kpis_shiftcategory
WHERE computation_id = %(computation)s
ORDER BY scope COLLATE "C", key COLLATE "C", target COLLATE "C", category COLLATE "C"
