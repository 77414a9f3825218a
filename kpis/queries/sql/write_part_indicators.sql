-- The figures of parts, rounded half up, as rows of a computation; parts are not compared.
INSERT INTO kpis_indicatorvalue (
    computation_id, provider_id, part, indicator, numerator, denominator, value, status, signal)
SELECT
    %(computation)s,
    provider_id,
    part,
    indicator,
    round(numerator),
    round(denominator),
    round(round(value, 30), 6),
    CASE WHEN value IS NULL THEN 'nvt' ELSE 'ok' END,
    false
FROM line_figure
