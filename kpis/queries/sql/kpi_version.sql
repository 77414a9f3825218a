-- The versions that are computed.
SELECT id, kpi_id, measure, direction, green, red, minimum_n, levels
FROM kpis_kpiversion
WHERE id = ANY(%(versions)s)
