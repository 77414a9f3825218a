-- Per place the categories in both windows: of all clients (target empty), and of those with net declared > 0 in the
-- target before.
SELECT
    scope, key, '' AS target, category, sum(before)::bigint AS declared_before, sum(after)::bigint AS declared_after,
    count(*) FILTER (WHERE before > 0) AS clients_before, count(*) FILTER (WHERE after > 0) AS clients_after
FROM shift_client
GROUP BY 1, 2, 4
UNION ALL
SELECT
    c.scope, c.key, t.category, c.category, sum(c.before)::bigint, sum(c.after)::bigint,
    count(*) FILTER (WHERE c.before > 0), count(*) FILTER (WHERE c.after > 0)
FROM shift_client t
JOIN shift_client c USING (scope, key, client_id)
WHERE t.before > 0
GROUP BY 1, 2, 3, 4
