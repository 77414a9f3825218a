-- Credits served in the window per provider: how many, and how many were followed by a higher debit.
SELECT provider_id, '' AS part, count(*) FILTER (WHERE is_rebilled) AS rebilled, count(*) AS credits
FROM followed
GROUP BY 1
