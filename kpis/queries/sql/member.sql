-- Every provider known on the peildatum and its place among its peers: segment, dominant category (NULL without
-- declared) and number of clients.
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
    coalesce(c.clients, 0) AS clients
FROM segment s
LEFT JOIN dominant d USING (provider_id)
LEFT JOIN clients c USING (provider_id)
