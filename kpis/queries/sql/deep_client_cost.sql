-- Declared in the window per provider and client, in cents.
SELECT provider_id, '' AS part, client_id, sum(net)::bigint AS cents FROM deep_line WHERE is_now GROUP BY 1, 3
