-- Per allocation its latest stop that is no interruption.
SELECT DISTINCT ON (allocation_id) allocation_id, "end", reason
FROM contracts_carestop
WHERE received_on <= %(peildatum)s AND (withdrawn_on IS NULL OR withdrawn_on > %(peildatum)s) AND reason <> '20'
ORDER BY allocation_id, "end" DESC, received_on DESC, id DESC
