-- Debits served in the window per provider, in cents: their sum, the sum of amount x days from the end of the
-- service month to the dagtekening, and the amount of more than late_days such days.
SELECT
    b.provider_id,
    '' AS part,
    sum(b.debit) AS debit,
    sum(b.debit * (b.declared_on - m.last)) AS weighted,
    coalesce(sum(b.debit) FILTER (WHERE b.declared_on - m.last > %(late_days)s), 0) AS late
FROM booked_day b
JOIN month m ON m.first = b.month
WHERE b.month BETWEEN %(first)s AND %(last)s
GROUP BY 1
