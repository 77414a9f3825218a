-- Use of each IBP in cents, from the month in which it started: declared less credits, debits alone, up to
-- the last mature month, and in the mature months over which the burn is measured.
SELECT
    k.ibp_id,
    sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END)::bigint AS used,
    sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE 0 END)::bigint AS debit,
    coalesce(sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) FILTER (
        WHERE l.month <= %(burn_last)s
    ), 0)::bigint AS used_so_far,
    coalesce(sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) FILTER (
        WHERE l.month BETWEEN %(burn_first)s AND %(burn_last)s
    ), 0)::bigint AS burned
FROM ibp_linked k
JOIN contracts_declarationline l ON l.allocation_id = k.allocation_id AND l.month >= k.first_month
WHERE l.received_on <= %(peildatum)s
GROUP BY k.ibp_id
