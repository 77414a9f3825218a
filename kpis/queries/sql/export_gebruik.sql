-- The export gebruik, sorted by key; amounts in cents. An empty gemeentecode is the region, an empty deel unknown.
SELECT
    municipality_code AS gemeentecode,
    year AS jaar,
    dimension AS uitsplitsing,
    part AS deel,
    youths AS jeugdigen,
    clients AS clienten,
    days AS dagen,
    declared AS gedeclareerd
FROM kpis_careuse
WHERE computation_id = %(computation)s
ORDER BY municipality_code COLLATE "C", year, dimension COLLATE "C", part COLLATE "C"
