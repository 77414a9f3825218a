-- Per allocation what was declared in the window, and whether it began in it.
SELECT
    r.*,
    coalesce(l.cents, 0) AS cents,
    NOT r.is_withdrawn AND r.begin BETWEEN %(first)s AND %(until)s AS is_started
FROM referrer_allocation r
LEFT JOIN (
    SELECT allocation_id, sum(CASE WHEN debit_id IS NULL THEN amount ELSE -amount END) AS cents
    FROM contracts_declarationline
    WHERE received_on <= %(peildatum)s AND month BETWEEN %(first)s AND %(last)s
    GROUP BY 1
) l USING (allocation_id)
WHERE l.allocation_id IS NOT NULL OR (NOT r.is_withdrawn AND r.begin BETWEEN %(first)s AND %(until)s)
