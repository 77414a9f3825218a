-- Refused lines booked in the window. The AGB of the row decides, also when it became known later.
SELECT p.id AS provider_id, '' AS part, true AS is_booked, r.codes
FROM contracts_refusedline r
LEFT JOIN providers_provider p ON p.agb = r.agb
WHERE r.received_on <= %(peildatum)s AND r.declared_on BETWEEN %(first)s AND %(until)s
