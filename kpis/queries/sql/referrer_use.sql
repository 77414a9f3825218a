-- Per place, level, kind and name: clients that began, clients with net declared > 0, declared and cost per client.
SELECT
    scope,
    key,
    level,
    kind,
    name,
    count(*) FILTER (WHERE is_started) AS started,
    count(*) FILTER (WHERE cents > 0) AS clients,
    sum(cents) AS declared,
    CASE WHEN count(*) FILTER (WHERE cents > 0) > 0
        THEN round(sum(cents)::numeric(80, 44) / count(*) FILTER (WHERE cents > 0), 40) END AS cost
FROM referrer_client
GROUP BY 1, 2, 3, 4, 5
HAVING count(*) FILTER (WHERE is_started) > 0 OR sum(cents) <> 0
