-- Per municipality, calendar year, allocation and product what a client used: cents, first and last declared day.
SELECT
    l.municipality_id,
    extract(year FROM l.month)::smallint AS year,
    l.client_id,
    l.product_code,
    coalesce(a.category, l.category) AS category,
    coalesce(nullif(p.care_form, ''), a.category, l.category) AS care_form,
    coalesce(a.referrer, '') AS referrer,
    coalesce(a.team, '') AS team,
    sum(l.cents)::bigint AS cents,
    min(l.begin) AS begin,
    max(l."end") AS "end"
FROM (
    SELECT
        allocation_id, municipality_id, client_id, category, product_code, date_trunc('year', month)::date AS month,
        sum(CASE WHEN debit_id IS NULL THEN amount ELSE -amount END) AS cents, min(begin) AS begin, max("end") AS "end"
    FROM contracts_declarationline
    WHERE received_on <= %(peildatum)s AND month BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2, 3, 4, 5, 6
) l
LEFT JOIN use_allocation a USING (allocation_id)
LEFT JOIN contracts_productcode p ON p.code = l.product_code
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
