-- The allocations of flow_allocation with the number of the chain that each belongs to, within place, client,
-- provider and care form.
WITH followed AS (
    SELECT
        a.*,
        max("end") OVER (
            PARTITION BY place, client_id, provider_id, care_form
            ORDER BY begin, "end", allocation_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
    FROM flow_allocation a
)
SELECT
    f.*,
    count(*) FILTER (WHERE reached IS NULL OR begin - reached - 1 > %(gap_days)s) OVER (
        PARTITION BY place, client_id, provider_id, care_form ORDER BY begin, "end", allocation_id
    ) AS chain
FROM followed f
