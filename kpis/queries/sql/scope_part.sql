-- Parts have rows when a line, accepted or refused, was served or booked in the window.
SELECT k.provider_id, p.part
FROM known_provider k
JOIN (
    SELECT provider_id, part FROM client_cost
    UNION
    SELECT provider_id, part FROM booked
    UNION
    SELECT provider_id, part FROM refused
) p USING (provider_id)
