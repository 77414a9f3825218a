INSERT INTO kpis_allocationmonth (
    allocation_id, month, provider_id, municipality_id, client_id, category, is_in_force, is_measured, whole,
    whole_if_last, fraction, net)
SELECT
    allocation_id, month, provider_id, municipality_id, client_id, category, is_in_force, is_measured, whole,
    whole_if_last, fraction, net
FROM allocation_month
