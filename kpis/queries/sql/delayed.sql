-- Accepted debits served in the window, per provider and part, in cents: their sum, the sum of amount x days
-- from the end of the service month to the dagtekening, and the amount of more than late_days such days.
SELECT
    l.provider_id,
    CASE %(split)s
        WHEN 'categorie' THEN a.category
        WHEN 'productcode' THEN l.product_code
        WHEN 'gemeente' THEN g.code
        ELSE ''
    END AS part,
    sum(l.amount) AS debit,
    sum(l.amount * (l.declared_on - m.last)) AS weighted,
    coalesce(sum(l.amount) FILTER (WHERE l.declared_on - m.last > %(late_days)s), 0) AS late
FROM contracts_declarationline l
JOIN month m ON m.first = l.month
JOIN current_allocation a ON a.allocation_id = l.allocation_id
JOIN base_municipality g ON g.id = l.municipality_id
WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(first)s AND %(last)s AND l.debit_credit = 'D'
GROUP BY 1, 2
