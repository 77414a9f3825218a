-- Per allocation the version that counts on the peildatum: the newest (issued_on, issued_at) received by
-- then, of equal ones the one received last. A generic allocation stands under 'generiek'.
-- is_undefined: its value W is not defined in any month (no amount to be priced, or no end to spread over);
-- a withdrawn allocation has W = 0.
SELECT DISTINCT ON (v.allocation_id)
    v.allocation_id,
    a.municipality_id,
    a.client_id,
    v.provider_id,
    coalesce(nullif(v.category, ''), 'generiek') AS category,
    v.product_code,
    v.begin,
    v."end",
    v.volume,
    v.unit,
    v.frequency,
    v.budget,
    v.reason = '13' AS is_withdrawn,
    v.reason <> '13' AND CASE
        WHEN v.volume IS NULL THEN v.budget IS NULL OR v."end" IS NULL
        ELSE v.frequency NOT IN ('1', '2', '4', '6') OR (v.frequency = '6' AND v."end" IS NULL)
    END AS is_undefined
FROM contracts_allocationversion v
JOIN contracts_allocation a ON a.id = v.allocation_id
WHERE v.received_on <= %(peildatum)s
ORDER BY v.allocation_id, v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
