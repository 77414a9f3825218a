-- Per allocation what the version that counts on the peildatum says: its category, referrer and team; '' = unknown.
SELECT DISTINCT ON (v.allocation_id)
    v.allocation_id,
    coalesce(nullif(v.category, ''), 'generiek') AS category,
    v.referrer_type AS referrer,
    coalesce(t.name, '') AS team
FROM contracts_allocationversion v
LEFT JOIN base_team t ON t.id = v.team_id
WHERE v.received_on <= %(peildatum)s
ORDER BY v.allocation_id, v.issued_on DESC, v.issued_at DESC, v.received_on DESC, v.id DESC
