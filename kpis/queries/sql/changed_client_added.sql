-- The clients and months to which W is added.
SELECT DISTINCT a.client_id, v.month
FROM allocation_value v
JOIN current_allocation a USING (allocation_id)
