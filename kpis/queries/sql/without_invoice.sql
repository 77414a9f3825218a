-- Client-months in the mature months of the window per provider: allocated, and of those without net declared.
WITH allocated AS (
    SELECT DISTINCT provider_id, client_id, month
    FROM allocation_month
    WHERE month BETWEEN %(mature_first)s AND %(mature_last)s
),
declared AS (
    SELECT provider_id, client_id, month
    FROM served
    WHERE month BETWEEN %(mature_first)s AND %(mature_last)s
    GROUP BY 1, 2, 3
    HAVING sum(net) <> 0
)
SELECT provider_id, count(*) AS allocated, count(*) FILTER (WHERE d.month IS NULL) AS without_invoice
FROM allocated
LEFT JOIN declared d USING (provider_id, client_id, month)
GROUP BY 1
