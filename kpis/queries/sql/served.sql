-- Per provider, client and month of the window: declared less credits in cents, and whether an allocation is in
-- force. The provider is not split: its part is empty.
SELECT
    provider_id, '' AS part, client_id, month, sum(net)::bigint AS net, bool_or(is_in_force) AS is_allocated
FROM allocation_month
GROUP BY 1, 3, 4
