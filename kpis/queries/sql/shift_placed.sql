-- The same in every place: 0 = the region, 1 = a municipality, 2 = a provider.
SELECT 0 AS scope, 0::bigint AS key, client_id, category, weight, care_form, sum(before) AS before, sum(after) AS after
FROM shift_fact
GROUP BY 3, 4, 5, 6
UNION ALL
SELECT 1, municipality_id, client_id, category, weight, care_form, sum(before), sum(after)
FROM shift_fact
GROUP BY 2, 3, 4, 5, 6
UNION ALL
SELECT 2, provider_id, client_id, category, weight, care_form, sum(before), sum(after)
FROM shift_fact
GROUP BY 2, 3, 4, 5, 6
