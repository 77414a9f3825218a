-- Per allocation that is not withdrawn or has lines: its client and begin, the kind and name of its referrer, and its team, in
-- the version that counts on the peildatum. A school is known by its name.
SELECT
    v.allocation_id,
    a.municipality_id,
    a.client_id,
    v.begin,
    v.is_withdrawn,
    CASE WHEN v.referrer_name ~* '(school|scholen|college|lyceum|gymnasium|mavo|kindcentrum|onderwijs)' THEN 'school'
        ELSE v.referrer_type END AS kind,
    v.referrer_name AS name,
    coalesce(m.code || ' ' || t.name, '') AS team
FROM (
    SELECT DISTINCT ON (allocation_id)
        allocation_id, begin, reason = '13' AS is_withdrawn, referrer_type, referrer_name, team_id
    FROM contracts_allocationversion
    WHERE received_on <= %(peildatum)s
    ORDER BY allocation_id, issued_on DESC, issued_at DESC, received_on DESC, id DESC
) v
JOIN contracts_allocation a ON a.id = v.allocation_id
JOIN base_municipality m ON m.id = a.municipality_id
LEFT JOIN base_team t ON t.id = v.team_id
