-- The kept months of the clients of whom something changes.
SELECT k.*
FROM changed_client c
JOIN kpis_allocationmonth k USING (client_id, month)
