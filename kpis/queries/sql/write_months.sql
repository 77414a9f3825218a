-- The rows of the maandreeks. Expected: declared / completeness where that is high enough, else W x the
-- historic utilisation of the category; NULL when neither can be said.
INSERT INTO kpis_monthvalue (
    computation_id, municipality_id, category, month, clients, value, declared, clients_without_invoice,
    value_without_invoice, excluded, completeness, expected)
WITH historic AS (
    SELECT category, sum(declared) AS declared, nullif(greatest(sum(w), 0), 0) AS w FROM utilisation GROUP BY 1
),
aged AS (
    SELECT
        c.*,
        %(cutoff_number)s - m.number AS age
    FROM series_cell c
    JOIN month m ON m.first = c.month
),
known AS (
    SELECT
        a.*,
        CASE WHEN a.age >= 0 THEN coalesce(l.kept, 1) END AS kept,
        CASE WHEN a.age >= 0 AND coalesce(l.kept * l.developed, 1) > 0 THEN coalesce(l.developed, 1) END AS developed
    FROM aged a
    LEFT JOIN complete l ON l.category = a.category AND l.age = least(a.age, %(ladder_age)s)
)
SELECT
    %(computation)s,
    k.municipality_id,
    coalesce(lpad(nullif(k.category, 0)::text, 2, '0'), 'generiek'),
    k.month,
    k.clients,
    round(round(k.w, 12)),
    k.declared,
    k.clients_without_invoice,
    round(round(k.w_without_invoice, 12)),
    k.excluded,
    round(k.kept * 1.000000000000000000000000000000 / k.developed, 6),
    CASE
        WHEN k.kept >= %(least_completeness)s * k.developed THEN
            round(k.declared * k.developed * 1.000000000000000000000000000000 / k.kept)
        ELSE round(round(k.w * h.declared / h.w, 12))
    END
FROM known k
LEFT JOIN historic h USING (category)
