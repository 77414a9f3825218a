-- The trajectories in every scope in which they count. scope: 0 = region, 1 = municipality, 2 = provider.
SELECT CASE WHEN place = 0 THEN 0 ELSE 1 END AS scope, place AS key, t.* FROM trajectory t
UNION ALL
SELECT 2, provider_id, t.* FROM trajectory t WHERE place = 0
