-- What was declared per place, product, unit and client in two periods, net of credits: cents and volume (hours as
-- minutes). referrer: that of the allocation as known on the peildatum, empty = unknown.
SELECT
    l.municipality_id,
    l.provider_id,
    coalesce(r.referrer, '') AS referrer,
    l.product_code,
    l.unit,
    l.client_id,
    coalesce(sum(l.cents) FILTER (WHERE NOT l.is_later), 0)::bigint AS cents_before,
    coalesce(sum(l.volume) FILTER (WHERE NOT l.is_later), 0)::bigint AS volume_before,
    coalesce(sum(l.cents) FILTER (WHERE l.is_later), 0)::bigint AS cents_after,
    coalesce(sum(l.volume) FILTER (WHERE l.is_later), 0)::bigint AS volume_after
FROM (
    SELECT
        allocation_id,
        municipality_id,
        provider_id,
        client_id,
        product_code,
        CASE unit WHEN '04' THEN '01' ELSE unit END AS unit,
        month >= %(first)s AS is_later,
        sum(CASE WHEN debit_id IS NULL THEN amount ELSE -amount END)::bigint AS cents,
        sum(
            CASE WHEN debit_id IS NULL THEN 1 ELSE -1 END * CASE unit WHEN '04' THEN 60 ELSE 1 END * volume::bigint
        )::bigint AS volume
    FROM contracts_declarationline
    WHERE received_on <= %(peildatum)s
        AND (month BETWEEN %(first)s AND %(last)s OR month BETWEEN %(earlier_first)s AND %(earlier_last)s)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
) l
LEFT JOIN allocation_referrer r USING (allocation_id)
GROUP BY 1, 2, 3, 4, 5, 6
