-- Declared and W in the mature months asked for, per current provider and category, of the allocations whose W is
-- defined in all of those months. Declared: the lines of the provider that now holds the allocation.
WITH value AS (
    SELECT
        m.provider_id,
        m.category_no,
        sum(CASE WHEN m.month = %(mature_last)s THEN m.whole_if_last ELSE m.whole END)
            + coalesce(sum(m.fraction), 0) AS w
    FROM allocation_month m
    WHERE m.month BETWEEN %(mature_first)s AND %(mature_last)s
        AND NOT EXISTS (SELECT FROM undefined_allocation u WHERE u.allocation_id = m.allocation_id)
    GROUP BY 1, 2
),
declared AS (
    SELECT
        a.provider_id,
        a.category_no,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS net
    FROM contracts_declarationline l
    JOIN current_allocation a ON a.allocation_id = l.allocation_id AND a.provider_id = l.provider_id
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(mature_first)s AND %(mature_last)s
        AND NOT EXISTS (SELECT FROM undefined_allocation u WHERE u.allocation_id = l.allocation_id)
    GROUP BY 1, 2
)
SELECT provider_id, category_no, coalesce(w, 0) AS w, coalesce(net, 0) AS declared
FROM value
FULL JOIN declared USING (provider_id, category_no)
