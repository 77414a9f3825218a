-- Of the IBPs that ended in the window and on or before the peildatum, per provider, cell and setter: how many
-- have an original amount, how many of those used more, by how much, and their median use. A shared IBP
-- counts at each of its providers.
INSERT INTO kpis_ibpoverrunrate (
    computation_id, dimension, key, provider_id, window_from, window_to, ended, overrun, overrun_rate, overrun_sum,
    median_utilisation)
WITH ended AS (
    SELECT *
    FROM ibp_state
    WHERE "end" BETWEEN %(ended_first)s AND least(%(ended_until)s, %(peildatum)s)
),
placed AS (
    SELECT DISTINCT 'aanbieder' AS dimension, p.agb AS key, p.id AS provider_id, e.ibp_id
    FROM ended e
    JOIN ibp_linked k ON k.ibp_id = e.ibp_id
    JOIN providers_provider p ON p.id = k.provider_id
    UNION ALL
    SELECT 'cel', e.child_class || 'x' || e.system_class, NULL, e.ibp_id FROM ended e
    UNION ALL
    SELECT 'vaststeller', e.set_by, NULL, e.ibp_id FROM ended e
),
measured AS (
    SELECT
        p.dimension,
        p.key,
        p.provider_id,
        count(e.utilisation_original) AS ended,
        count(*) FILTER (WHERE e.utilisation_original > 1) AS overrun,
        coalesce(sum(e.overrun_original), 0) AS overrun_sum,
        array_agg(e.utilisation_original ORDER BY e.utilisation_original)
            FILTER (WHERE e.utilisation_original IS NOT NULL) AS list
    FROM placed p
    JOIN ended e USING (ibp_id)
    GROUP BY 1, 2, 3
)
SELECT
    %(computation)s,
    dimension,
    key,
    provider_id,
    %(ended_first)s,
    %(ended_last)s,
    ended,
    overrun,
    round(overrun * 1.000000000000 / nullif(ended, 0), 6),
    overrun_sum,
    round(round((list[(ended + 1) / 2] + list[ended / 2 + 1]) / 2, 30), 6)
FROM measured
