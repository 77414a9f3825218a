-- Allocated and declared per provider, client, category, municipality and month, from allocation_month and
-- line_fact. Columns as in the model ProviderMonth.
SELECT
    provider_id,
    client_id,
    month,
    municipality_id,
    category,
    count(allocation_id)::integer AS allocations,
    (count(allocation_id) - count(whole))::integer AS excluded,
    (count(allocation_id) - count(whole_if_last))::integer AS excluded_if_last,
    coalesce(sum(whole), 0)::bigint AS whole,
    coalesce(sum(whole_if_last), 0)::bigint AS whole_if_last,
    coalesce(sum(fraction), 0) AS fraction,
    coalesce(sum(net), 0)::bigint AS net,
    coalesce(sum(measured), 0)::bigint AS measured
FROM (
    SELECT
        provider_id, client_id, month, municipality_id, category, allocation_id, whole, whole_if_last, fraction,
        NULL::bigint AS net, NULL::bigint AS measured
    FROM allocation_month
    UNION ALL
    SELECT
        l.provider_id, a.client_id, l.month, a.municipality_id, a.category, NULL, NULL, NULL, NULL,
        l.net,
        CASE WHEN a.provider_id = l.provider_id AND a.kind <> '-' THEN l.net END
    FROM line_fact l
    JOIN current_allocation a ON a.allocation_id = l.allocation_id
) fact
GROUP BY 1, 2, 3, 4, 5
