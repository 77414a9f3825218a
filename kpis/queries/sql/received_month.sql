-- Declared less credits per category, service month and month of receipt, of lines received up to a day.
SELECT a.category, l.month, date_trunc('month', l.received_on)::date AS received_month, sum(l.net)::bigint AS net
FROM (
    SELECT allocation_id, month, received_on, net FROM line_fact WHERE received_on <= %(received_until)s
) l
JOIN current_allocation a ON a.allocation_id = l.allocation_id
GROUP BY 1, 2, 3
