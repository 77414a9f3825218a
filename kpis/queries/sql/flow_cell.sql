-- Every scope, care form and month of the window with somebody in it.
WITH level AS (
    SELECT scope, key, form, coalesce(sum(entered - "left") FILTER (WHERE month < %(first)s), 0) AS before
    FROM flow_counted
    GROUP BY 1, 2, 3
),
filled AS (
    SELECT
        l.scope, l.key, l.form, m.first AS month, l.before,
        coalesce(c.entered, 0) AS entered, coalesce(c.from_care, 0) AS from_care,
        coalesce(c.repeated, 0) AS repeated, coalesce(c."left", 0) AS "left", coalesce(c.onward, 0) AS onward,
        coalesce(c.stayed, 0) AS stayed, coalesce(c.imputed, 0) AS imputed
    FROM level l
    CROSS JOIN month m
    LEFT JOIN flow_counted c ON c.scope = l.scope AND c.key = l.key AND c.form = l.form AND c.month = m.first
),
run AS (
    SELECT
        f.*,
        before + sum(entered - "left") OVER (PARTITION BY scope, key, form ORDER BY month) AS "end"
    FROM filled f
)
SELECT
    scope, key, form, month, "end" - entered + "left" AS begin, entered, from_care, repeated, "left", onward, stayed,
    imputed, "end"
FROM run
WHERE "end" - entered + "left" > 0 OR entered > 0
