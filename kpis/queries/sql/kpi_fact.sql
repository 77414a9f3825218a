-- What each version is computed from: its measure, or what providers (or CBS, provider NULL) supplied last.
WITH supplied AS (
    SELECT DISTINCT ON (kpi_id, provider_id) kpi_id, provider_id, numerator, denominator
    FROM kpis_kpitask
    WHERE state = 'aanvaard' AND judged_on <= %(peildatum)s
        AND period_to > %(since)s AND period_to <= %(peildatum)s
    ORDER BY kpi_id, provider_id, period_to DESC, period_from DESC
)
SELECT v.id AS version_id, m.provider_id, m.numerator, m.denominator, m.n, m.known, m.known_of
FROM kpi_version v
JOIN kpi_measure m USING (measure)
UNION ALL
SELECT v.id, s.provider_id, s.numerator, s.denominator, s.denominator, NULL, NULL
FROM kpi_version v
JOIN supplied s USING (kpi_id)
WHERE v.measure IN ('opgave', 'opgave_dagen', 'cbs')
