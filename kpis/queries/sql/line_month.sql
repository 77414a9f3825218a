-- Declared less credits per allocation, provider and service month, in cents.
SELECT allocation_id, provider_id, month, sum(net)::bigint AS net FROM line_fact GROUP BY 1, 2, 3
