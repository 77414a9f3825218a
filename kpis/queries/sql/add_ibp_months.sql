-- Adds new lines to the IBPs they stand under; an IBP with a new version is made anew.
INSERT INTO kpis_ibpmonth AS kept (ibp_id, month, net)
WITH newest AS (
    SELECT DISTINCT ON (v.ibp_id) v.ibp_id, v.id, t.ibp_id IS NOT NULL AS is_touched
    FROM contracts_ibpversion v
    LEFT JOIN touched_ibp t ON t.ibp_id = v.ibp_id
    ORDER BY v.ibp_id, v.version DESC
)
SELECT ibp_id, month, sum(net)
FROM (
    SELECT n.ibp_id, l.month, CASE l.debit_credit WHEN 'D' THEN l.amount ELSE -l.amount END AS net
    FROM newest n
    JOIN contracts_ibplink k ON k.ibp_version_id = n.id
    JOIN contracts_declarationline l ON l.allocation_id = k.allocation_id
    WHERE n.is_touched
    UNION ALL
    SELECT n.ibp_id, l.month, l.net
    FROM newest n
    JOIN contracts_ibplink k ON k.ibp_version_id = n.id
    JOIN new_line l ON l.allocation_id = k.allocation_id
    WHERE NOT n.is_touched
) change
GROUP BY 1, 2
ORDER BY 1, 2
ON CONFLICT (ibp_id, month) DO UPDATE SET net = kept.net + excluded.net
