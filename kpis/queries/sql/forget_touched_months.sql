DELETE FROM kpis_allocationmonth k
USING month_before b
WHERE b.client_id = k.client_id AND b.month = k.month AND b.allocation_id = k.allocation_id
    AND b.provider_id = k.provider_id
