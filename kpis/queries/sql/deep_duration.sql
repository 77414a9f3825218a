-- Per provider the lengths in days of the trajectories that ended in the window: allocations of one client and care
-- form that overlap or have at most gap_days full days between them.
WITH period AS (
    SELECT
        a.provider_id,
        a.client_id,
        coalesce(nullif(p.care_form, ''), lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek') AS care_form,
        a.begin,
        coalesce(a."end", '9999-12-31') AS "end"
    FROM current_allocation a
    LEFT JOIN contracts_productcode p ON p.code = a.product_code
    WHERE a.kind <> '0'
),
followed AS (
    SELECT
        p.*,
        max("end") OVER (
            PARTITION BY provider_id, client_id, care_form
            ORDER BY begin, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM period p
),
numbered AS (
    SELECT
        f.*,
        count(*) FILTER (WHERE reached IS NULL OR begin - reached - 1 > %(gap_days)s) OVER (
            PARTITION BY provider_id, client_id, care_form
            ORDER BY begin, "end" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS chain
    FROM followed f
),
trajectory AS (
    SELECT provider_id, min(begin) AS begin, max("end") AS "end"
    FROM numbered
    GROUP BY provider_id, client_id, care_form, chain
)
SELECT provider_id, array_agg("end" - begin + 1 ORDER BY "end" - begin) AS lengths
FROM trajectory
WHERE "end" BETWEEN %(first)s AND %(known_until)s
GROUP BY 1
