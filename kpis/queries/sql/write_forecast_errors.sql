-- The forecasts that were made at the ends of earlier quarters, per month that is mature by now, beside what is known of it.
INSERT INTO kpis_forecasterror (computation_id, made_on, ahead, municipality_id, category, forecast, known)
SELECT
    %(computation)s,
    e.peildatum,
    (extract(year FROM s.month) - extract(year FROM e.peildatum)) * 12
        + extract(month FROM s.month) - extract(month FROM e.peildatum),
    s.municipality_id,
    s.category,
    sum(s.forecast)::bigint,
    sum(s.known)::bigint
FROM kpis_computation e
JOIN (
    SELECT
        computation_id AS earlier_id, month, municipality_id, category, declared + committed + inflow AS forecast,
        0 AS known
    FROM kpis_forecastmonth
    WHERE computation_id = ANY (%(earlier)s)
    UNION ALL
    SELECT c.id, v.month, v.municipality_id, v.category, 0, v.declared
    FROM kpis_computation c
    JOIN kpis_monthvalue v ON v.computation_id = %(series)s AND v.month BETWEEN c.window_from AND c.window_to
    WHERE c.id = ANY (%(earlier)s)
) s ON s.earlier_id = e.id
WHERE s.month <= %(mature_last)s
GROUP BY e.peildatum, s.month, s.municipality_id, s.category
HAVING sum(s.forecast) <> 0 OR sum(s.known) <> 0
