-- Every provider known on the peildatum and its place among its peers: segment, dominant category (most
-- declared in the window, tie the lowest code, NULL without declared) and number of clients.
WITH segment AS (
    SELECT DISTINCT ON (provider_id) provider_id, segment
    FROM providers_providersegment
    WHERE received_on <= %(peildatum)s
    ORDER BY provider_id, received_on DESC, id DESC
),
dominant AS (
    SELECT DISTINCT ON (provider_id) provider_id, category
    FROM (SELECT provider_id, category, sum(net) AS cents FROM served_category GROUP BY 1, 2) c
    WHERE cents > 0
    ORDER BY provider_id, cents DESC, category COLLATE "C"
),
clients AS (
    SELECT provider_id, count(*) AS clients
    FROM (SELECT provider_id FROM client_cost GROUP BY provider_id, client_id HAVING sum(cents) > 0) c
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
