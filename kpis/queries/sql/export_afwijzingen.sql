-- One row per code of every refused line received on or before the peildatum; of one code the causes together.
SELECT
    nullif(r.agb, '') AS agb,
    nullif(r.declaration_number, '') AS declaratienummer,
    nullif(r.reference, '') AS referentienummer,
    c.code,
    f.cause AS oorzaak
FROM contracts_refusedline r
CROSS JOIN LATERAL unnest(r.codes) AS c (code)
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT f.cause, ' ' ORDER BY f.cause) AS cause
    FROM base_finding f
    WHERE f.delivery_id = r.delivery_id AND f.row_number = r.row_number AND f.code = c.code
) f ON true
WHERE r.received_on <= %(peildatum)s
ORDER BY
    r.agb COLLATE "C", r.declaration_number COLLATE "C", r.reference COLLATE "C", c.code COLLATE "C", r.delivery_id,
    r.row_number
