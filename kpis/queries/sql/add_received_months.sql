-- Adds new lines by month of receipt; lines of an allocation that got another category move with it.
INSERT INTO kpis_receivedmonth AS kept (category, month, received_month, net)
WITH moved AS (
    SELECT DISTINCT a.allocation_id, k.category AS old, a.category AS new
    FROM current_allocation a
    JOIN month_before k ON k.allocation_id = a.allocation_id AND k.category <> a.category
),
earlier AS (
    SELECT
        m.old,
        m.new,
        l.month,
        date_trunc('month', l.received_on)::date AS received_month,
        CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END AS net
    FROM moved m
    JOIN contracts_declarationline l ON l.allocation_id = m.allocation_id
    WHERE NOT EXISTS (
        SELECT FROM contracts_declaration d WHERE d.id = l.declaration_id AND d.delivery_id = ANY (%(new)s)
    )
)
SELECT category, month, received_month, sum(net)
FROM (
    SELECT a.category, l.month, l.received_month, l.net
    FROM new_line l
    JOIN current_allocation a USING (allocation_id)
    UNION ALL
    SELECT old, month, received_month, -net FROM earlier
    UNION ALL
    SELECT new, month, received_month, net FROM earlier
) change
GROUP BY 1, 2, 3
HAVING sum(net) <> 0
ON CONFLICT (category, month, received_month) DO UPDATE SET net = kept.net + excluded.net
