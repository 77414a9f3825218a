-- Of the months that have passed and are not mature: per cell and provider what was declared, of which received by the
-- cutoff, and its allocated clients.
WITH passed AS (
    SELECT * FROM month WHERE number BETWEEN %(mature_number)s + 1 AND %(newest_number)s
),
received AS (
    SELECT
        a.municipality_id,
        a.category,
        l.month,
        l.provider_id,
        sum(CASE WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS cents,
        sum(CASE WHEN l.received_on > %(cutoff)s THEN 0 WHEN l.debit_id IS NULL THEN l.amount ELSE -l.amount END) AS by_cutoff
    FROM contracts_declarationline l
    JOIN current_allocation a USING (allocation_id)
    WHERE l.received_on <= %(peildatum)s AND l.month IN (SELECT first FROM passed)
    GROUP BY 1, 2, 3, 4
),
allocated AS (
    SELECT a.municipality_id, a.category, m.first AS month, a.provider_id, count(DISTINCT a.client_id) AS clients
    FROM current_allocation a
    JOIN passed m ON a.begin <= m.last AND (a."end" IS NULL OR a."end" >= m.first)
    WHERE a.kind <> '0'
    GROUP BY 1, 2, 3, 4
)
SELECT
    municipality_id,
    category,
    month,
    provider_id,
    coalesce(cents, 0) AS cents,
    coalesce(by_cutoff, 0) AS by_cutoff,
    coalesce(clients, 0) AS clients,
    sum(coalesce(clients, 0)) OVER (PARTITION BY municipality_id, category, month) AS whole
FROM received
FULL JOIN allocated USING (municipality_id, category, month, provider_id)
