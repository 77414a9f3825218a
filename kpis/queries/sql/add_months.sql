-- Adds W of months that the totals did not reach to yet.
INSERT INTO kpis_providermonth AS kept (
    provider_id, client_id, month, municipality_id, category, allocations, excluded, excluded_if_last, whole,
    whole_if_last, fraction, net, measured)
SELECT
    provider_id,
    client_id,
    month,
    municipality_id,
    category,
    count(*),
    count(*) - count(whole),
    count(*) - count(whole_if_last),
    coalesce(sum(whole), 0),
    coalesce(sum(whole_if_last), 0),
    coalesce(sum(fraction), 0),
    0,
    0
FROM allocation_month
GROUP BY 1, 2, 3, 4, 5
ON CONFLICT (provider_id, client_id, month, municipality_id, category) DO UPDATE SET
    allocations = kept.allocations + excluded.allocations,
    excluded = kept.excluded + excluded.excluded,
    excluded_if_last = kept.excluded_if_last + excluded.excluded_if_last,
    whole = kept.whole + excluded.whole,
    whole_if_last = kept.whole_if_last + excluded.whole_if_last,
    fraction = kept.fraction + excluded.fraction
