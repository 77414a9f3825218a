-- Declared in the window per provider and client, in cents. The provider is not split: its part is empty.
SELECT provider_id, '' AS part, client_id, sum(net)::bigint AS cents
FROM allocation_month
WHERE net <> 0
GROUP BY 1, 3
