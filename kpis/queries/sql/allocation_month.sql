-- What was allocated and what was declared, per allocation, month and provider. Columns as in the model
-- AllocationMonth.
SELECT
    allocation_id,
    month,
    f.provider_id,
    a.municipality_id,
    a.client_id,
    a.category,
    f.is_in_force,
    f.provider_id = a.provider_id AND a.kind <> '-' AS is_measured,
    f.whole,
    f.whole_if_last,
    f.fraction,
    f.net
FROM (
    SELECT
        allocation_id, month, provider_id, v.is_in_force IS NOT NULL AS is_in_force, v.whole, v.whole_if_last,
        v.fraction, coalesce(l.net, 0) AS net
    FROM (SELECT *, true AS is_in_force FROM allocation_value) v
    FULL JOIN line_month l USING (allocation_id, month, provider_id)
) f
JOIN current_allocation a USING (allocation_id)
