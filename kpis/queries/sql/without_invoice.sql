-- Client-months in the mature months of the window per provider: allocated, and of those without net declared.
SELECT provider_id, count(*) AS allocated, count(*) FILTER (WHERE net = 0) AS without_invoice
FROM served
WHERE is_allocated AND month BETWEEN %(mature_first)s AND %(mature_last)s
GROUP BY 1
