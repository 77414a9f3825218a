-- Completeness per product category and age in months at the cutoff (the last month end on or before the
-- peildatum): chain ladder over the lines received by the cutoff. Completeness = kept / developed, both exact
-- products; at the last age (ladder_age) a month is complete.
WITH RECURSIVE received AS (
    SELECT
        a.category_no,
        l.month,
        l.received_on,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS net
    FROM contracts_declarationline l
    JOIN current_allocation a ON a.allocation_id = l.allocation_id
    WHERE l.received_on <= %(cutoff)s AND l.month BETWEEN %(ladder_first)s AND %(ladder_last)s
    GROUP BY 1, 2, 3
),
aged AS (
    SELECT
        category_no,
        extract(year FROM month) * 12 + extract(month FROM month) AS number,
        extract(year FROM received_on) * 12 + extract(month FROM received_on) AS received_number,
        net
    FROM received
),
cell AS (
    SELECT category_no, number, greatest(0, received_number - number) AS age, sum(net) AS net
    FROM aged
    GROUP BY 1, 2, 3
),
factor AS (
    SELECT
        c.category_no,
        k.age,
        sum(c.net) FILTER (WHERE c.age <= k.age) AS before,
        sum(c.net) FILTER (WHERE c.age <= k.age + 1) AS after
    FROM cell c
    CROSS JOIN generate_series(0, %(ladder_age)s - 1) AS k (age)
    WHERE c.number BETWEEN %(cutoff_number)s - k.age - %(ladder_months)s AND %(cutoff_number)s - k.age - 1
    GROUP BY 1, 2
),
ladder AS (
    SELECT DISTINCT category_no, %(ladder_age)s::integer AS age, 1::numeric AS kept, 1::numeric AS developed
    FROM cell
    UNION ALL
    SELECT
        l.category_no,
        l.age - 1,
        l.kept * CASE WHEN coalesce(f.before, 0) = 0 THEN 1 ELSE f.before END,
        l.developed * CASE WHEN coalesce(f.before, 0) = 0 THEN 1 ELSE f.after END
    FROM ladder l
    LEFT JOIN factor f ON f.category_no = l.category_no AND f.age = l.age - 1
    WHERE l.age > 0
)
SELECT category_no, age, kept, developed FROM ladder
