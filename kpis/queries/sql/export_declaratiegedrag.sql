-- DG15 is for pages only: it is shown beside what it does not say.
SELECT
    p.agb,
    nullif(v.part, '') AS split,
    v.indicator,
    v.numerator AS teller,
    v.denominator AS noemer,
    v.value AS waarde,
    v.status,
    v.n_peers,
    v.median_peers AS mediaan_peers,
    v.robust_z AS robuuste_z,
    v.signal::integer AS signaal
FROM kpis_indicatorvalue v
JOIN providers_provider p ON p.id = v.provider_id
WHERE v.computation_id = %(computation)s AND v.indicator <> 'DG15'
ORDER BY p.agb COLLATE "C", v.part COLLATE "C", v.indicator COLLATE "C"
