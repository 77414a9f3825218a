INSERT INTO kpis_bookedday (provider_id, month, declared_on, debit, credit, lines)
SELECT
    provider_id,
    month,
    declared_on,
    coalesce(sum(amount) FILTER (WHERE debit_id IS NULL), 0),
    coalesce(sum(amount) FILTER (WHERE debit_id IS NOT NULL), 0),
    count(*)
FROM contracts_declarationline
GROUP BY 1, 2, 3
