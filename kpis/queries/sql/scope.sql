-- What gets rows: whole providers known on the peildatum, or in a split their parts with a line, accepted
-- or refused, served or booked in the window.
SELECT m.provider_id, p.part
FROM member m
JOIN (
    SELECT provider_id, '' AS part FROM member WHERE %(split)s = ''
    UNION
    SELECT provider_id, part FROM client_cost
    UNION
    SELECT provider_id, part FROM booked
    UNION
    SELECT provider_id, part FROM refused
) p USING (provider_id)
