-- Per provider the accepted debits served in the window after the month of the stop received last (a temporary one is no
-- end), or after the month of the 18th birthday where the code is no verlengde jeugdhulp. Each line once.
WITH stopped AS (
    SELECT DISTINCT ON (allocation_id) allocation_id, "end", reason
    FROM contracts_carestop
    WHERE received_on <= %(peildatum)s AND (withdrawn_on IS NULL OR withdrawn_on > %(peildatum)s)
    ORDER BY allocation_id, received_on DESC, id DESC
)
SELECT d.provider_id, sum(d.debits) AS debits
FROM deep_line d
JOIN contracts_client c ON c.id = d.client_id
LEFT JOIN contracts_productcode p ON p.code = d.product_code
LEFT JOIN stopped s ON s.allocation_id = d.allocation_id AND s.reason <> '20'
WHERE d.is_now
    AND (
        d.month > date_trunc('month', s."end")
        OR (NOT coalesce(p.extended, false) AND d.month > c.birth_month + make_interval(years => %(adult_years)s))
    )
GROUP BY 1
