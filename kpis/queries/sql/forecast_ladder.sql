-- Per provider and category and age: the development that is still to come, as the product of the later factors. A factor is
-- that of the provider and that of the category, weighted by the months n of the provider that it was seen in: n / (n + 6). NULL: the
-- provider declares, but never so early.
WITH RECURSIVE seen AS (
    SELECT
        r.provider_id,
        r.category,
        k.age,
        r.number,
        coalesce(sum(r.net) FILTER (WHERE r.age <= k.age), 0) AS before,
        coalesce(sum(r.net) FILTER (WHERE r.age <= k.age + 1), 0) AS after
    FROM forecast_received r
    CROSS JOIN generate_series(0, %(ladder_age)s - 1) AS k (age)
    WHERE r.number BETWEEN %(cutoff_number)s - k.age - %(ladder_months)s AND %(cutoff_number)s - k.age - 1
    GROUP BY 1, 2, 3, 4
),
own AS (
    SELECT provider_id, category, age, sum(before) AS before, sum(after) AS after, count(*) FILTER (WHERE before > 0) AS n
    FROM seen
    GROUP BY 1, 2, 3
),
whole AS (
    SELECT category, age, sum(before) AS before, sum(after) AS after FROM own GROUP BY 1, 2
),
factor AS (
    SELECT
        p.provider_id,
        p.category,
        k.age,
        coalesce(o.n, 0) = 0 AND coalesce(max(o.n) OVER (PARTITION BY p.provider_id, p.category), 0) > 0 AS is_never_in,
        coalesce(o.n, 0) / (coalesce(o.n, 0) + %(credibility_months)s)::numeric(60, 40)
            * CASE WHEN coalesce(o.before, 0) = 0 THEN 1 ELSE o.after::numeric(60, 40) / o.before END
        + %(credibility_months)s / (coalesce(o.n, 0) + %(credibility_months)s)::numeric(60, 40)
            * CASE WHEN coalesce(w.before, 0) = 0 THEN 1 ELSE w.after::numeric(60, 40) / w.before END AS f
    FROM (SELECT DISTINCT provider_id, category FROM forecast_part) p
    CROSS JOIN generate_series(0, %(ladder_age)s - 1) AS k (age)
    LEFT JOIN own o ON o.provider_id = p.provider_id AND o.category = p.category AND o.age = k.age
    LEFT JOIN whole w ON w.category = p.category AND w.age = k.age
),
ladder AS (
    SELECT DISTINCT provider_id, category, %(ladder_age)s::integer AS age, 1::numeric AS developed FROM forecast_part
    UNION ALL
    SELECT l.provider_id, l.category, l.age - 1, round(l.developed * f.f, 40)
    FROM ladder l
    JOIN factor f ON f.provider_id = l.provider_id AND f.category = l.category AND f.age = l.age - 1
)
SELECT l.provider_id, l.category, l.age, CASE WHEN NOT coalesce(f.is_never_in, false) THEN l.developed END AS developed
FROM ladder l
LEFT JOIN factor f USING (provider_id, category, age)
