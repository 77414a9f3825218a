-- Per trajectory the days from the first issue of its first allocation to the start of care. is_least: not begun, so at
-- least so many; days NULL: no start was reported, but something was declared or the allocation has ended.
WITH issued AS (
    SELECT allocation_id, min(issued_on) AS issued_on
    FROM contracts_allocationversion
    WHERE received_on <= %(peildatum)s
    GROUP BY 1
),
started AS (
    SELECT allocation_id, min(begin) AS begin
    FROM contracts_carestart
    WHERE received_on <= %(peildatum)s AND (withdrawn_on IS NULL OR withdrawn_on > %(peildatum)s)
    GROUP BY 1
),
cohort AS (
    SELECT DISTINCT t.first_allocation AS allocation_id, i.issued_on, s.begin AS started_on
    FROM trajectory t
    JOIN issued i ON i.allocation_id = t.first_allocation
    LEFT JOIN started s ON s.allocation_id = t.first_allocation
    WHERE i.issued_on BETWEEN %(first)s AND %(until)s
)
SELECT
    c.allocation_id,
    CASE
        WHEN c.started_on IS NOT NULL THEN greatest(0, c.started_on - c.issued_on)
        WHEN a."end" >= %(peildatum)s AND NOT EXISTS (
            SELECT
            FROM contracts_declarationline l
            WHERE l.allocation_id = c.allocation_id AND l.received_on <= %(peildatum)s
        ) THEN %(peildatum)s::date - c.issued_on
    END AS days,
    c.started_on IS NULL AS is_least
FROM cohort c
JOIN flow_allocation a ON a.allocation_id = c.allocation_id AND a.place = 0
