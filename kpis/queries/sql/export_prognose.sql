-- The export prognose, sorted by key; amounts in cents.
SELECT
    m.code AS gemeentecode,
    f.category AS productcategorie,
    to_char(f.month, 'YYYY-MM') AS maand,
    f.kind AS stand,
    f.declared AS gedeclareerd,
    f.committed AS nog_op_toewijzingen,
    f.inflow AS nieuwe_instroom,
    f.declared + f.committed + f.inflow AS verwacht
FROM kpis_forecastmonth f
JOIN base_municipality m ON m.id = f.municipality_id
WHERE f.computation_id = %(computation)s
ORDER BY m.code COLLATE "C", f.category COLLATE "C", f.month
