-- The clients and months in which new deliveries change something: W, its place, or lines.
WITH changed AS (
    (SELECT * FROM month_before EXCEPT ALL SELECT * FROM allocation_month)
    UNION ALL
    (SELECT * FROM allocation_month EXCEPT ALL SELECT * FROM month_before)
)
SELECT client_id, month FROM changed
UNION
SELECT a.client_id, l.month
FROM new_line l
JOIN current_allocation a USING (allocation_id)
