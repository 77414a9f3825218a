INSERT INTO kpis_providermonth (
    provider_id, client_id, month, municipality_id, category, allocations, excluded, excluded_if_last, whole,
    whole_if_last, fraction, net, measured)
SELECT
    provider_id, client_id, month, municipality_id, category, allocations, excluded, excluded_if_last, whole,
    whole_if_last, fraction, net, measured
FROM provider_month
ORDER BY month, provider_id, client_id
