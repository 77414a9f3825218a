-- The allocations that trajectories are made of. end: 9999-12-31 = open; without an end date that of the stop. place:
-- 0 = among all of the region, else among those of one municipality. name orders allocations that are else equal.
WITH plain AS (
    SELECT
        a.allocation_id,
        a.client_id,
        a.provider_id,
        a.municipality_id,
        coalesce(nullif(p.care_form, ''), lpad(nullif(a.category, 0)::text, 2, '0'), 'generiek') AS care_form,
        a.begin,
        coalesce(a."end", s."end", '9999-12-31') AS "end",
        s.reason,
        m.code || ' ' || n.number AS name
    FROM current_allocation a
    JOIN contracts_allocation n ON n.id = a.allocation_id
    JOIN base_municipality m ON m.id = a.municipality_id
    LEFT JOIN contracts_productcode p ON p.code = a.product_code
    LEFT JOIN flow_stop s ON s.allocation_id = a.allocation_id AND s."end" >= a.begin
    WHERE a.kind <> '0'
)
SELECT 0::bigint AS place, * FROM plain
UNION ALL
SELECT municipality_id, * FROM plain
