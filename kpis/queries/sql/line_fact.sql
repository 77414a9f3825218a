-- Declared less credits of the accepted lines known on the peildatum, served from line_first t/m line_last.
SELECT
    provider_id,
    allocation_id,
    month,
    received_on,
    CASE WHEN debit_id IS NULL THEN amount ELSE -amount END AS net
FROM contracts_declarationline
WHERE received_on <= %(peildatum)s AND month BETWEEN %(line_first)s AND %(line_last)s
