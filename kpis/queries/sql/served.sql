-- Declared less credits in cents of the accepted lines served in the months of the span, per provider,
-- allocation and month. product_code is filled only in a split by product code.
SELECT
    provider_id,
    municipality_id,
    client_id,
    allocation_id,
    month,
    CASE WHEN %(split)s = 'productcode' THEN product_code ELSE '' END AS product_code,
    sum(CASE debit_credit WHEN 'D' THEN amount ELSE -amount END)::bigint AS net
FROM contracts_declarationline
WHERE received_on <= %(peildatum)s AND month BETWEEN %(span_first)s AND %(span_last)s
GROUP BY 1, 2, 3, 4, 5, 6
