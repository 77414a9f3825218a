-- Accepted lines booked in the window, per provider: cents credited and debited, and their number.
SELECT provider_id, '' AS part, sum(credit) AS credit, sum(debit) AS debit, sum(lines) AS accepted
FROM booked_day
WHERE declared_on BETWEEN %(first)s AND %(until)s
GROUP BY 1
