-- The allocations as they stood a year before: category of then, and their period; withdrawn ones have none.
SELECT DISTINCT ON (allocation_id)
    allocation_id,
    CASE WHEN category = '' THEN 0 ELSE category::smallint END AS category,
    begin,
    coalesce("end", '9999-12-31') AS "end",
    reason = '13' AS is_withdrawn
FROM contracts_allocationversion
WHERE received_on <= %(year_ago)s
ORDER BY allocation_id, issued_on DESC, issued_at DESC, received_on DESC, id DESC
