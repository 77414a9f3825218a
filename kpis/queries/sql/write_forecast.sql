INSERT INTO kpis_forecastmonth (
    computation_id, municipality_id, category, month, kind, declared, committed, inflow)
SELECT
    %(computation)s,
    municipality_id,
    coalesce(lpad(nullif(category, 0)::text, 2, '0'), 'generiek'),
    month,
    kind,
    declared,
    committed,
    inflow
FROM forecast_month
WHERE declared <> 0 OR committed <> 0 OR inflow <> 0
