-- Per place (0 = the region), level, kind, name and client: cents, and whether an allocation began.
WITH placed AS (
    SELECT 0 AS scope, 0::bigint AS key, f.* FROM referrer_fact f
    UNION ALL
    SELECT 1, f.municipality_id, f.* FROM referrer_fact f
)
SELECT
    p.scope, p.key, e.level, e.kind, e.name, p.client_id, sum(p.cents) AS cents, bool_or(p.is_started) AS is_started
FROM placed p
CROSS JOIN LATERAL (VALUES ('soort', p.kind, ''), ('verwijzer', p.kind, p.name), ('team', '', p.team))
    AS e (level, kind, name)
WHERE e.level = 'soort' OR e.name <> ''
GROUP BY 1, 2, 3, 4, 5, 6
