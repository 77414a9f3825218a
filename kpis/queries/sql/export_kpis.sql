-- The export kpis, sorted by key.
SELECT
    k.code AS kpi,
    k.name AS naam,
    v.number AS versie,
    w.level AS niveau,
    w.key AS sleutel,
    w.numerator AS teller,
    w.denominator AS noemer,
    w.n,
    w.value AS waarde,
    w.status,
    w.colour AS kleur,
    v.target AS streefwaarde,
    v.green AS grens_groen,
    v.red AS grens_rood
FROM kpis_kpivalue w
JOIN kpis_kpiversion v ON v.id = w.version_id
JOIN kpis_kpi k ON k.id = v.kpi_id
WHERE w.computation_id = %(computation)s
ORDER BY k.code COLLATE "C", w.level COLLATE "C", w.key COLLATE "C"
