-- Per provider, client and month of the window: declared less credits in cents, and the allocations in force.
-- The provider is not split: its part is empty.
SELECT provider_id, '' AS part, client_id, month, sum(net)::bigint AS net, sum(allocations) AS allocations
FROM provider_month
GROUP BY 1, 3, 4
