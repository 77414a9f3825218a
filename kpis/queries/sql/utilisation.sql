-- Declared and W (exact cents) in the mature months asked for, per provider and category, of the allocations whose
-- W is defined in all of those months: all that is set against each other, less what belongs to the others.
-- Declared: the lines of the provider that now holds the allocation.
WITH part AS (
    SELECT
        provider_id, category, measured AS declared,
        CASE WHEN month = %(mature_last)s THEN whole_if_last ELSE whole END AS whole, fraction
    FROM provider_month
    WHERE month BETWEEN %(mature_first)s AND %(mature_last)s
    UNION ALL
    SELECT
        m.provider_id, m.category, 0,
        - CASE WHEN m.month = %(mature_last)s THEN m.whole_if_last ELSE m.whole END, - m.fraction
    FROM undefined_allocation u
    JOIN allocation_month m ON m.allocation_id = u.allocation_id
    WHERE m.month BETWEEN %(mature_first)s AND %(mature_last)s
    UNION ALL
    SELECT a.provider_id, a.category, CASE WHEN l.debit_id IS NULL THEN -l.amount ELSE l.amount END, 0, 0
    FROM undefined_allocation u
    JOIN current_allocation a ON a.allocation_id = u.allocation_id
    JOIN contracts_declarationline l ON l.allocation_id = u.allocation_id AND l.provider_id = a.provider_id
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(mature_first)s AND %(mature_last)s
)
SELECT
    provider_id,
    category,
    coalesce(sum(whole), 0) + coalesce(sum(fraction), 0) AS w,
    coalesce(sum(declared), 0) AS declared
FROM part
GROUP BY 1, 2
