-- The states as rows of a computation, rounded half up.
INSERT INTO kpis_ibpstatus (
    computation_id, ibp_id, version_id, municipality_id, provider_ids, amount_original, amount_current, used,
    utilisation, utilisation_original, status, month_80, month_100, overrun, overrun_original, elapsed,
    exhausted_on, lasts_the_term)
SELECT
    %(computation)s,
    s.ibp_id,
    s.version_id,
    s.municipality_id,
    coalesce(p.provider_ids, '{}'),
    s.amount_original,
    s.amount_current,
    s.used,
    round(round(s.utilisation, 30), 6),
    round(round(s.utilisation_original, 30), 6),
    s.status,
    s.month_80,
    s.month_100,
    s.overrun,
    s.overrun_original,
    round(s.elapsed, 6),
    s.exhausted_on,
    s.lasts_the_term
FROM ibp_state s
LEFT JOIN (
    SELECT ibp_id, array_agg(DISTINCT provider_id) AS provider_ids
    FROM ibp_linked
    WHERE provider_id IS NOT NULL
    GROUP BY 1
) p USING (ibp_id)
