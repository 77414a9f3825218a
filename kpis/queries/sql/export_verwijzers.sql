-- The export verwijzers, sorted by key; amounts in cents. For contract management only: small numbers are in it.
SELECT
    scope AS bereik,
    key AS sleutel,
    level AS niveau,
    kind AS soort,
    name AS naam,
    started AS clienten_begonnen,
    clients AS clienten,
    declared AS gedeclareerd,
    cost AS kosten_per_client,
    n_peers,
    median_peers AS mediaan_peers,
    robust_z AS robuuste_z,
    is_outlier::integer AS opvallend
FROM kpis_referreruse
WHERE computation_id = %(computation)s
ORDER BY scope COLLATE "C", key COLLATE "C", level COLLATE "C", kind COLLATE "C", name COLLATE "C"
