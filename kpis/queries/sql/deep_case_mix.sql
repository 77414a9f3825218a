-- Per provider and window (is_now, or the equal window before) the clients with a known class and the sum of their
-- classes; a client counts once, in the heaviest class with net declared > 0.
WITH weighed AS (
    SELECT d.provider_id, d.is_now, d.client_id, p.weight_class, sum(d.net) AS net
    FROM deep_line d
    JOIN contracts_productcode p ON p.code = d.product_code
    WHERE p.weight_class IS NOT NULL
    GROUP BY 1, 2, 3, 4
),
heaviest AS (
    SELECT provider_id, is_now, client_id, max(weight_class) AS weight
    FROM weighed
    WHERE net > 0
    GROUP BY 1, 2, 3
)
SELECT provider_id, is_now, sum(weight) AS weights, count(*) AS clients FROM heaviest GROUP BY 1, 2
