-- Of the allocations of open chains: the last day on which anything was received, and the last month with net
-- declared > 0.
WITH asked AS (
    SELECT DISTINCT l.allocation_id
    FROM flow_link l
    JOIN flow_chain c USING (place, client_id, provider_id, care_form, chain)
    WHERE l.place = 0 AND c."end" = '9999-12-31'
),
lines AS (
    SELECT
        allocation_id,
        month,
        max(received_on) AS received_on,
        sum(CASE debit_credit WHEN 'D' THEN amount ELSE -amount END) AS net
    FROM contracts_declarationline
    JOIN asked USING (allocation_id)
    WHERE received_on <= %(peildatum)s
    GROUP BY 1, 2
),
heard AS (
    SELECT allocation_id, max(received_on) AS received_on, max(month) FILTER (WHERE net > 0) AS declared
    FROM lines
    GROUP BY 1
    UNION ALL
    SELECT allocation_id, received_on, NULL FROM contracts_allocationversion WHERE received_on <= %(peildatum)s
    UNION ALL
    SELECT allocation_id, received_on, NULL FROM contracts_carestart
    WHERE received_on <= %(peildatum)s AND (withdrawn_on IS NULL OR withdrawn_on > %(peildatum)s)
    UNION ALL
    SELECT allocation_id, received_on, NULL FROM contracts_carestop
    WHERE received_on <= %(peildatum)s AND (withdrawn_on IS NULL OR withdrawn_on > %(peildatum)s)
)
SELECT allocation_id, max(received_on) AS heard, max(declared) AS declared
FROM heard
JOIN asked USING (allocation_id)
GROUP BY 1
