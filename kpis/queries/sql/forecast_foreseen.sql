-- Per category and months ahead, seen from a year ago, in months that are mature now: W and clients as allocated then, and
-- what was declared since on those allocations.
WITH allocated AS (
    SELECT
        CASE category WHEN 'generiek' THEN 0 ELSE category::smallint END AS category,
        month,
        sum(value) AS value,
        sum(clients) AS clients
    FROM kpis_monthvalue
    WHERE computation_id = %(series_year_ago)s AND month BETWEEN %(foreseen_first)s AND %(mature_last)s
    GROUP BY 1, 2
),
turned_out AS (
    SELECT t.category, l.month, sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS cents
    FROM forecast_then t
    JOIN contracts_declarationline l USING (allocation_id)
    WHERE l.received_on <= %(peildatum)s AND l.month BETWEEN %(foreseen_first)s AND %(mature_last)s
    GROUP BY 1, 2
)
SELECT
    category,
    (extract(year FROM month) * 12 + extract(month FROM month))::integer - %(newest_number)s + 12 AS ahead,
    coalesce(value, 0) AS value,
    coalesce(clients, 0) AS clients,
    coalesce(cents, 0) AS cents
FROM allocated
FULL JOIN turned_out USING (category, month)
