-- Per scope, care form and month: who entered and who left; the ways out of the months of the window only.
WITH moved AS (
    SELECT
        scope, key, form, date_trunc('month', begin)::date AS month, 1 AS entered,
        (whole_begin < begin)::integer AS from_care,
        (whole_begin = begin AND is_repeated)::integer AS repeated,
        0 AS "left", 0 AS onward, 0 AS stayed, 0 AS imputed
    FROM flow_placed
    WHERE begin <= %(until)s
    UNION ALL
    SELECT
        scope, key, form, date_trunc('month', "end")::date, 0, 0, 0, 1,
        (o.client_id IS NOT NULL)::integer,
        (o.client_id IS NULL AND whole_end > "end")::integer,
        is_imputed::integer
    FROM flow_placed
    LEFT JOIN flow_onward o USING (scope, key, form, client_id, "end")
    WHERE "end" <= %(until)s
)
SELECT
    scope, key, form, month, sum(entered)::integer AS entered, sum(from_care)::integer AS from_care,
    sum(repeated)::integer AS repeated, sum("left")::integer AS "left", sum(onward)::integer AS onward,
    sum(stayed)::integer AS stayed, sum(imputed)::integer AS imputed
FROM moved
GROUP BY 1, 2, 3, 4
