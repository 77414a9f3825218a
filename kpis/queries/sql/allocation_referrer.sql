-- Per allocation the referrer of the version that counts on the peildatum.
SELECT DISTINCT ON (allocation_id) allocation_id, referrer_type AS referrer
FROM contracts_allocationversion
WHERE received_on <= %(peildatum)s
ORDER BY allocation_id, issued_on DESC, issued_at DESC, received_on DESC, id DESC
