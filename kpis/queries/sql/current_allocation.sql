-- Per allocation the version that counts on the peildatum: the newest (issued_on, issued_at) received by
-- then, of equal ones the one received last. category: its number, 0 = generiek.
-- kind: the frequency; B = budget; - = its value W is not defined in any month (no amount to be priced, or
-- no end to spread over); 0 = withdrawn, W = 0. is_valued: its W is asked for.
SELECT DISTINCT ON (v.allocation_id)
    v.allocation_id,
    a.municipality_id,
    a.client_id,
    v.provider_id,
    CASE WHEN v.category = '' THEN 0 ELSE v.category::smallint END AS category,
    v.product_code,
    v.begin,
    v."end",
    coalesce(v.budget, v.volume) AS amount,
    v.unit,
    CASE
        WHEN v.reason = '13' THEN '0'
        WHEN v.volume IS NULL THEN CASE WHEN v.budget IS NULL OR v."end" IS NULL THEN '-' ELSE 'B' END
        WHEN v.frequency = '6' THEN CASE WHEN v."end" IS NULL THEN '-' ELSE '6' END
        WHEN v.frequency IN ('1', '2', '4') THEN v.frequency
        ELSE '-'
    END AS kind,
    (NOT %(only_touched)s OR t.is_valued) AS is_valued
FROM contracts_allocationversion v
JOIN contracts_allocation a ON a.id = v.allocation_id
LEFT JOIN touched t ON t.allocation_id = v.allocation_id
WHERE v.received_on <= %(peildatum)s
    AND (NOT %(only_touched)s OR t.allocation_id IS NOT NULL)
ORDER BY v.allocation_id, v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
