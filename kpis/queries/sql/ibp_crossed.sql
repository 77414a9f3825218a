-- The months in which the netted running sum crosses. Only IBPs whose debits alone reach the first threshold
-- can have crossed: a running sum is never above the debits.
WITH monthly AS (
    SELECT
        c.ibp_id,
        c.amount_current,
        l.month,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS net
    FROM ibp_used u
    JOIN ibp_current c ON c.ibp_id = u.ibp_id
        AND u.debit >= least(%(ibp_warning)s, %(ibp_full)s) * c.measured_current
    JOIN ibp_linked k ON k.ibp_id = c.ibp_id
    JOIN contracts_declarationline l ON l.allocation_id = k.allocation_id AND l.month >= k.first_month
    WHERE l.received_on <= %(peildatum)s
    GROUP BY 1, 2, 3
),
running AS (
    SELECT ibp_id, amount_current, month, sum(net) OVER (PARTITION BY ibp_id ORDER BY month) AS cents FROM monthly
)
SELECT
    ibp_id,
    min(month) FILTER (WHERE cents >= %(ibp_warning)s * amount_current) AS month_80,
    min(month) FILTER (WHERE cents > %(ibp_full)s * amount_current) AS month_100
FROM running
GROUP BY ibp_id
