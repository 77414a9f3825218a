-- The category in which a provider declared most in the window; tie: the lowest code. Only above 0.
SELECT DISTINCT ON (provider_id) provider_id, category
FROM (
    SELECT provider_id, coalesce(lpad(nullif(category, 0)::text, 2, '0'), 'generiek') AS category, sum(net) AS cents
    FROM deep_line
    WHERE is_now
    GROUP BY 1, 2
) c
WHERE cents > 0
ORDER BY provider_id, cents DESC, category COLLATE "C"
