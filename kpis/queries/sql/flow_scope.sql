-- What scopes and their keys are called.
SELECT 0 AS number, 0::bigint AS id, 'regio' AS scope, '' AS key
UNION ALL
SELECT 1, id, 'gemeente', code FROM base_municipality
UNION ALL
SELECT 2, id, 'aanbieder', agb FROM providers_provider
