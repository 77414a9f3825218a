-- Every provider known on the peildatum and its place among its peers: segment, dominant category (most
-- declared in the window, tie the lowest code, NULL without declared) and number of clients.
WITH segment AS (
    SELECT DISTINCT ON (provider_id) provider_id, segment
    FROM providers_providersegment
    WHERE received_on <= %(peildatum)s
    ORDER BY provider_id, received_on DESC, id DESC
),
per_category AS (
    SELECT s.provider_id, a.category, sum(s.net) AS cents
    FROM served s
    JOIN current_allocation a USING (allocation_id)
    GROUP BY 1, 2
),
dominant AS (
    SELECT DISTINCT ON (provider_id) provider_id, category
    FROM per_category
    WHERE cents > 0
    ORDER BY provider_id, cents DESC, category COLLATE "C"
),
clients AS (
    SELECT provider_id, count(*) AS clients
    FROM (SELECT provider_id FROM served GROUP BY provider_id, client_id HAVING sum(net) > 0) c
    GROUP BY 1
)
SELECT
    s.provider_id,
    s.segment,
    d.category AS dominant,
    coalesce(c.clients, 0) AS clients
FROM segment s
LEFT JOIN dominant d USING (provider_id)
LEFT JOIN clients c USING (provider_id)
