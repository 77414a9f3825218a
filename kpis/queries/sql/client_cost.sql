-- Declared in the window per provider, part and client, in cents.
SELECT provider_id, part, client_id, sum(net)::bigint AS cents FROM served GROUP BY 1, 2, 3
