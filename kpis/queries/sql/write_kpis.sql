-- The KPIs as rows of a computation.
INSERT INTO kpis_kpivalue (
    computation_id, version_id, level, key, provider_id, numerator, denominator, n, value, status, colour)
SELECT %(computation)s, version_id, level, key, provider_id, numerator, denominator, n, value, status, colour
FROM kpi_figure
