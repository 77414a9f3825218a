-- Completeness per product category and age in months at the cutoff (the last month end on or before the
-- peildatum): chain ladder over what was received by the cutoff. Completeness = kept / developed, both exact
-- products; at the last age (ladder_age) a month is complete.
WITH RECURSIVE aged AS (
    SELECT
        category,
        extract(year FROM month) * 12 + extract(month FROM month) AS number,
        extract(year FROM received_month) * 12 + extract(month FROM received_month) AS received_number,
        net
    FROM received_month
    WHERE month BETWEEN %(ladder_first)s AND %(ladder_last)s
),
cell AS (
    SELECT category, number, greatest(0, received_number - number) AS age, sum(net) AS net
    FROM aged
    GROUP BY 1, 2, 3
),
factor AS (
    SELECT
        c.category,
        k.age,
        sum(c.net) FILTER (WHERE c.age <= k.age) AS before,
        sum(c.net) FILTER (WHERE c.age <= k.age + 1) AS after
    FROM cell c
    CROSS JOIN generate_series(0, %(ladder_age)s - 1) AS k (age)
    WHERE c.number BETWEEN %(cutoff_number)s - k.age - %(ladder_months)s AND %(cutoff_number)s - k.age - 1
    GROUP BY 1, 2
),
ladder AS (
    SELECT DISTINCT category, %(ladder_age)s::integer AS age, 1::numeric AS kept, 1::numeric AS developed
    FROM cell
    UNION ALL
    SELECT
        l.category,
        l.age - 1,
        l.kept * CASE WHEN coalesce(f.before, 0) = 0 THEN 1 ELSE f.before END,
        l.developed * CASE WHEN coalesce(f.before, 0) = 0 THEN 1 ELSE f.after END
    FROM ladder l
    LEFT JOIN factor f ON f.category = l.category AND f.age = l.age - 1
    WHERE l.age > 0
)
SELECT category, age, kept, developed FROM ladder
