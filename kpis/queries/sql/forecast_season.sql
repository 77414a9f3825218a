-- Per category and calendar month what was declared in it on average, and in a month on average, over the last 24 mature
-- months for which there are declarations.
WITH seen AS (
    SELECT extract(month FROM day)::integer AS number, count(*) AS months, sum(count(*)) OVER () AS all_months
    FROM generate_series(%(mature_first)s::timestamp, %(mature_last)s::timestamp, interval '1 month') AS day
    GROUP BY 1
),
paid AS (
    SELECT
        coalesce(a.category, nullif(l.category, '')::smallint, 0) AS category,
        extract(month FROM l.month)::integer AS number,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS cents
    FROM contracts_declarationline l
    LEFT JOIN current_allocation a USING (allocation_id)
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(mature_first)s AND %(mature_last)s
    GROUP BY 1, 2
),
whole AS (
    SELECT category, sum(cents) AS cents FROM paid GROUP BY 1
)
SELECT
    w.category,
    s.number,
    coalesce(p.cents, 0) / s.months::numeric(60, 40) AS same,
    w.cents / s.all_months::numeric(60, 40) AS whole
FROM whole w
CROSS JOIN seen s
LEFT JOIN paid p ON p.category = w.category AND p.number = s.number
