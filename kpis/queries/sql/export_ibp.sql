SELECT
    i.code AS ibp,
    m.code AS gemeentecode,
    s.amount_original AS bedrag_oorspronkelijk,
    s.amount_current AS bedrag_actueel,
    s.used AS gedeclareerd,
    s.utilisation AS benutting,
    s.utilisation_original AS benutting_oorspronkelijk,
    s.status,
    to_char(s.month_80, 'YYYY-MM') AS maand_80,
    to_char(s.month_100, 'YYYY-MM') AS maand_100,
    s.overrun AS overschrijding,
    s.overrun_original AS overschrijding_oorspronkelijk,
    CASE WHEN s.lasts_the_term THEN 'binnen looptijd' ELSE to_char(s.exhausted_on, 'YYYY-MM-DD') END
        AS verwachte_uitputting
FROM kpis_ibpstatus s
JOIN contracts_ibp i ON i.id = s.ibp_id
JOIN base_municipality m ON m.id = s.municipality_id
WHERE s.computation_id = %(computation)s
ORDER BY i.code COLLATE "C", m.code COLLATE "C"
