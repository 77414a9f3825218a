SELECT
    m.code AS gemeentecode,
    v.category AS productcategorie,
    to_char(v.month, 'YYYY-MM') AS maand,
    v.clients AS clienten,
    v.value AS indicatiewaarde,
    v.declared AS gedeclareerd,
    v.clients_without_invoice AS clienten_zonder_factuur,
    v.value_without_invoice AS indicatiewaarde_zonder_factuur,
    v.completeness AS volledigheid,
    v.expected AS verwacht
FROM kpis_monthvalue v
JOIN base_municipality m ON m.id = v.municipality_id
WHERE v.computation_id = %(computation)s
ORDER BY m.code COLLATE "C", v.category COLLATE "C", v.month
