-- Per category and calendar month what was declared in the last 24 mature months, and in all of them together.
SELECT
    category,
    number,
    sum(cents) FILTER (WHERE month_of_year = number) AS same,
    sum(cents) AS whole
FROM (
    SELECT
        coalesce(a.category, nullif(l.category, '')::smallint, 0) AS category,
        extract(month FROM l.month) AS month_of_year,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS cents
    FROM contracts_declarationline l
    LEFT JOIN current_allocation a USING (allocation_id)
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(mature_first)s AND %(mature_last)s
    GROUP BY 1, 2
) d
CROSS JOIN generate_series(1, 12) AS number
GROUP BY 1, 2
