-- Every provider known on the peildatum and its place among its peers: segment, dominant category (NULL without
-- declared), number of clients, and the group it is compared in (NULL = none): 1 segment and category, 2 segment,
-- 3 category, 4 everybody.
WITH segment AS (
    SELECT DISTINCT ON (provider_id) provider_id, segment
    FROM providers_providersegment
    WHERE received_on <= %(peildatum)s
    ORDER BY provider_id, received_on DESC, id DESC
),
clients AS (
    SELECT provider_id, count(*) AS clients FROM client_cost WHERE cents > 0 GROUP BY 1
)
SELECT
    s.provider_id,
    s.segment,
    d.category AS dominant,
    coalesce(c.clients, 0) AS clients,
    CASE %(peer_grouping)s
        WHEN 1 THEN s.segment || '/' || d.category
        WHEN 2 THEN s.segment
        WHEN 3 THEN d.category
        ELSE ''
    END AS peers
FROM segment s
LEFT JOIN dominant d USING (provider_id)
LEFT JOIN clients c USING (provider_id)
