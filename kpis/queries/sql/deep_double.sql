-- Per provider the client-months per category with net declared > 0 on two (provider, allocation) pairs, or with more net
-- etmalen verblijf in the region than the month has days; counted at every provider with net declared > 0 in it.
WITH claim AS (
    SELECT
        d.client_id,
        d.month,
        d.category,
        d.provider_id,
        d.allocation_id,
        sum(d.net) AS net,
        sum(d.nights) FILTER (WHERE p.care_form = 'verblijf') AS nights
    FROM deep_line d
    LEFT JOIN contracts_productcode p ON p.code = d.product_code
    WHERE d.is_now
    GROUP BY 1, 2, 3, 4, 5
),
found AS (
    SELECT client_id, month, category
    FROM claim
    GROUP BY 1, 2, 3
    HAVING count(*) FILTER (WHERE net > 0) > 1
        OR coalesce(sum(nights), 0) > (month + interval '1 month')::date - month
)
SELECT provider_id, count(DISTINCT (client_id, month, category)) AS doubles
FROM claim
JOIN found USING (client_id, month, category)
WHERE net > 0
GROUP BY 1
