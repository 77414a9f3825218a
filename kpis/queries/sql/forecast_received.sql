-- Declared less credits per provider, category and service month, by age in months at receipt, up to the cutoff.
SELECT provider_id, category, number, greatest(0, received_number - number) AS age, sum(cents) AS net
FROM (
    SELECT
        l.provider_id,
        a.category,
        (extract(year FROM l.month) * 12 + extract(month FROM l.month))::integer AS number,
        (extract(year FROM l.received_on) * 12 + extract(month FROM l.received_on))::integer AS received_number,
        CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END AS cents
    FROM contracts_declarationline l
    JOIN current_allocation a USING (allocation_id)
    WHERE l.received_on <= %(cutoff)s AND l.month BETWEEN %(ladder_first)s AND %(ladder_last)s
) l
GROUP BY 1, 2, 3, 4
