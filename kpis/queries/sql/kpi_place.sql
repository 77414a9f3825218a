-- Every provider known on the peildatum, with its segment and the number of its contracts that were known.
WITH segment AS (
    SELECT DISTINCT ON (provider_id) provider_id, segment
    FROM providers_providersegment
    WHERE received_on <= %(peildatum)s
    ORDER BY provider_id, received_on DESC, id DESC
)
SELECT
    s.provider_id,
    p.agb,
    s.segment,
    count(DISTINCT c.id) FILTER (WHERE v.id IS NOT NULL) AS contracts,
    array_agg(DISTINCT c.number) FILTER (WHERE v.id IS NOT NULL) AS numbers
FROM segment s
JOIN providers_provider p ON p.id = s.provider_id
LEFT JOIN contracts_contract c ON c.provider_id = s.provider_id
LEFT JOIN contracts_contractversion v ON v.contract_id = c.id AND v.received_on <= %(peildatum)s
GROUP BY 1, 2, 3
