-- The trajectories: open ones without news for half a year are closed on the last day of the last month in which
-- something was declared; those that never were stay open, and are silent. end: 9999-12-31 = running.
WITH news AS (
    SELECT
        place, client_id, provider_id, care_form, chain, max(n.heard) AS heard, max(n.declared) AS declared
    FROM flow_link
    JOIN flow_news n USING (allocation_id)
    GROUP BY 1, 2, 3, 4, 5
),
judged AS (
    SELECT
        c.*,
        n.declared,
        c."end" = '9999-12-31' AND n.heard + make_interval(months => %(silence_months)s) <= %(peildatum)s AS is_quiet
    FROM flow_chain c
    LEFT JOIN news n USING (place, client_id, provider_id, care_form, chain)
)
SELECT
    place,
    client_id,
    provider_id,
    care_form,
    begin,
    CASE
        WHEN is_quiet AND declared IS NOT NULL
            THEN greatest((declared + interval '1 month - 1 day')::date, begin)
        ELSE "end"
    END AS "end",
    is_quiet AND declared IS NOT NULL AS is_imputed,
    is_quiet AND declared IS NULL AS is_silent,
    first_allocation,
    CASE WHEN NOT (is_quiet AND declared IS NOT NULL) THEN reason END AS reason
FROM judged
