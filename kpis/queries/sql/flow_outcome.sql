-- Per scope and care form: duration, reasons and waits of its trajectories; columns as in the model FlowOutcome.
WITH of_scope AS (
    SELECT
        l.scope, l.key, l.care_form, l.begin, l."end", l.is_imputed, l.is_silent, l.reason,
        l."end" BETWEEN %(first)s AND %(until)s AS has_ended,
        l.begin <= %(peildatum)s AND l."end" > %(peildatum)s AS is_running,
        l."end" - l.begin + 1 AS days,
        w.allocation_id IS NOT NULL AS is_waited,
        w.days AS wait,
        w.is_least
    FROM flow_level l
    LEFT JOIN flow_wait w ON w.allocation_id = l.first_allocation
),
of_level AS (
    SELECT care_form AS form, s.* FROM of_scope s
    UNION ALL
    SELECT '', s.* FROM of_scope s
),
summed AS (
    SELECT
        scope, key, form,
        count(*) FILTER (WHERE has_ended AND NOT is_imputed)::integer AS ended,
        coalesce(sum(days) FILTER (WHERE has_ended AND NOT is_imputed), 0)::bigint AS days,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE has_ended AND NOT is_imputed) AS median,
        count(*) FILTER (WHERE has_ended AND NOT is_imputed AND days > %(long_days)s)::integer AS long,
        count(*) FILTER (WHERE has_ended AND is_imputed)::integer AS imputed,
        count(*) FILTER (WHERE is_running)::integer AS running,
        count(*) FILTER (WHERE is_running AND is_silent)::integer AS silent,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY %(peildatum)s::date - begin + 1) FILTER (WHERE is_running) AS age,
        count(*) FILTER (WHERE has_ended AND reason IS NOT NULL)::integer AS known,
        count(*) FILTER (
            WHERE has_ended AND reason IN ('31', '32', '33', '34', '35', '38', '39'))::integer AS counted,
        count(*) FILTER (WHERE has_ended AND reason = '32')::integer AS stopped_by_client,
        count(wait)::integer AS waits,
        count(wait) FILTER (WHERE is_least)::integer AS waiting,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS wait_median,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY wait) AS wait_p90,
        min(wait) FILTER (WHERE is_least) AS least,
        array_agg(wait ORDER BY wait) FILTER (WHERE wait IS NOT NULL) AS ordered,
        count(wait) FILTER (WHERE wait > %(wait_norm_days)s)::integer AS wait_over,
        count(wait) FILTER (WHERE wait > %(wait_norm_days)s OR NOT is_least)::integer AS wait_judged,
        count(*) FILTER (WHERE is_waited AND wait IS NULL)::integer AS wait_unknown
    FROM of_level
    GROUP BY 1, 2, 3
)
SELECT
    scope, key, form, ended, days, median, long, imputed, running, silent, age, known, counted, stopped_by_client,
    waits, waiting, wait_median, wait_p90, wait_over, wait_judged, wait_unknown,
    coalesce(least <= ordered[ceil(0.5 * (waits - 1))::integer + 1], false) AS wait_median_is_least,
    coalesce(least <= ordered[ceil(0.9 * (waits - 1))::integer + 1], false) AS wait_p90_is_least
FROM summed
WHERE ended + imputed + running + waits + wait_unknown > 0
