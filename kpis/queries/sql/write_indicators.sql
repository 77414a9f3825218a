-- The figures and their comparison, rounded half up, as rows of a computation.
INSERT INTO kpis_indicatorvalue (
    computation_id, provider_id, part, indicator, numerator, denominator, value, status, n_peers, median_peers,
    robust_z, percentile, signal)
SELECT
    %(computation)s,
    f.provider_id,
    f.part,
    f.indicator,
    round(f.numerator),
    round(round(f.denominator, 12)),
    round(round(f.value, 30), 6),
    CASE WHEN f.value IS NULL THEN 'nvt' ELSE 'ok' END,
    c.n_peers,
    round(round(c.median_peers, 30), 6),
    round(c.robust_z, 6),
    round(c.percentile, 6),
    coalesce(c.signal, false)
FROM figure f
LEFT JOIN compared c USING (provider_id, indicator)
