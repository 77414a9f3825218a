-- Accepted lines per provider, service month and dagtekening, of lines served or booked in the window.
SELECT
    provider_id,
    month,
    declared_on,
    coalesce(sum(amount) FILTER (WHERE debit_id IS NULL), 0)::bigint AS debit,
    coalesce(sum(amount) FILTER (WHERE debit_id IS NOT NULL), 0)::bigint AS credit,
    count(*)::integer AS lines
FROM contracts_declarationline
WHERE received_on <= %(peildatum)s
    AND (month BETWEEN %(first)s AND %(last)s OR declared_on BETWEEN %(first)s AND %(until)s)
GROUP BY 1, 2, 3
