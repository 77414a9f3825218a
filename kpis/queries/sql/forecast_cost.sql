-- Per category and months since the begin: what was declared on allocations, and their number, in mature months only.
WITH paid AS (
    SELECT
        b.category,
        (extract(year FROM l.month) - extract(year FROM b.month)) * 12
            + extract(month FROM l.month) - extract(month FROM b.month) AS age,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS cents
    FROM forecast_begun b
    JOIN contracts_declarationline l USING (allocation_id)
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(mature_first)s AND %(mature_last)s
    GROUP BY 1, 2
),
counted AS (
    SELECT b.category, k.age, count(*) FILTER (WHERE month + make_interval(months => k.age) <= %(mature_last)s) AS number
    FROM forecast_begun b
    CROSS JOIN generate_series(0, %(oldest_age)s) AS k (age)
    GROUP BY 1, 2
)
SELECT c.category, c.age, coalesce(p.cents, 0) AS cents, c.number
FROM counted c
LEFT JOIN paid p ON p.category = c.category AND p.age = c.age
