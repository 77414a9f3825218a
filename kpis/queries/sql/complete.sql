-- Completeness per product category and age in months at the cutoff (the last month end on or before the
-- peildatum): chain ladder over the lines received by the cutoff. Completeness = kept / developed, both exact
-- products; age 12 (ladder_age) is complete.
WITH RECURSIVE received AS (
    SELECT
        a.category,
        extract(year FROM l.month) * 12 + extract(month FROM l.month) AS month_number,
        greatest(0,
            extract(year FROM l.received_on) * 12 + extract(month FROM l.received_on)
            - extract(year FROM l.month) * 12 - extract(month FROM l.month)
        ) AS age,
        l.net
    FROM (
        SELECT
            allocation_id,
            month,
            date_trunc('month', received_on)::date AS received_on,
            sum(CASE debit_credit WHEN 'D' THEN amount ELSE -amount END) AS net
        FROM contracts_declarationline
        WHERE received_on <= %(cutoff)s AND month BETWEEN %(ladder_first)s AND %(ladder_last)s
        GROUP BY 1, 2, 3
    ) l
    JOIN current_allocation a USING (allocation_id)
),
cell AS (
    SELECT category, month_number, age, sum(net) AS net FROM received GROUP BY 1, 2, 3
),
factor AS (
    SELECT
        c.category,
        k.age,
        sum(c.net) FILTER (WHERE c.age <= k.age) AS before,
        sum(c.net) FILTER (WHERE c.age <= k.age + 1) AS after
    FROM cell c
    CROSS JOIN generate_series(0, %(ladder_age)s - 1) AS k (age)
    WHERE c.month_number BETWEEN %(cutoff_number)s - k.age - %(ladder_months)s AND %(cutoff_number)s - k.age - 1
    GROUP BY 1, 2
),
ladder AS (
    SELECT DISTINCT category, %(ladder_age)s::integer AS age, 1::numeric AS kept, 1::numeric AS developed FROM cell
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
