-- Per allocation the version that counts on the peildatum: the newest (issued_on, issued_at) received by
-- then, of equal ones the one received last. A generic allocation stands under 'generiek'.
-- kind: the frequency; B = budget; - = its value W is not defined in any month (no amount to be priced, or
-- no end to spread over); 0 = withdrawn, W = 0.
SELECT DISTINCT ON (v.allocation_id)
    v.allocation_id,
    a.municipality_id,
    a.client_id,
    v.provider_id,
    c.category_no,
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
    END AS kind
FROM contracts_allocationversion v
JOIN contracts_allocation a ON a.id = v.allocation_id
JOIN category c ON c.category = coalesce(nullif(v.category, ''), 'generiek')
WHERE v.received_on <= %(peildatum)s
ORDER BY v.allocation_id, v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
