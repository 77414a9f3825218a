-- Adds what the touched allocations come to now and takes off what they came to before.
INSERT INTO kpis_providermonth AS kept (
    provider_id, client_id, month, municipality_id, category, allocations, excluded, excluded_if_last, whole,
    whole_if_last, fraction, net, measured)
SELECT
    provider_id, client_id, month, municipality_id, category, sum(allocations), sum(excluded),
    sum(excluded_if_last), sum(whole), sum(whole_if_last), sum(fraction), sum(net), sum(measured)
FROM (
    SELECT * FROM provider_month_after
    UNION ALL
    SELECT
        provider_id, client_id, month, municipality_id, category, -allocations, -excluded, -excluded_if_last, -whole,
        -whole_if_last, -fraction, -net, -measured
    FROM provider_month_before
) change
GROUP BY 1, 2, 3, 4, 5
HAVING sum(allocations) <> 0 OR sum(excluded) <> 0 OR sum(excluded_if_last) <> 0 OR sum(whole) <> 0
    OR sum(whole_if_last) <> 0 OR sum(fraction) <> 0 OR sum(net) <> 0 OR sum(measured) <> 0
ON CONFLICT (provider_id, client_id, month, municipality_id, category) DO UPDATE SET
    allocations = kept.allocations + excluded.allocations,
    excluded = kept.excluded + excluded.excluded,
    excluded_if_last = kept.excluded_if_last + excluded.excluded_if_last,
    whole = kept.whole + excluded.whole,
    whole_if_last = kept.whole_if_last + excluded.whole_if_last,
    fraction = kept.fraction + excluded.fraction,
    net = kept.net + excluded.net,
    measured = kept.measured + excluded.measured
