-- The export stromen, sorted by key; zorgvorm empty = all.
SELECT
    scope AS bereik,
    key AS sleutel,
    care_form AS zorgvorm,
    to_char(month, 'YYYY-MM') AS maand,
    begin,
    entered AS "in",
    from_care AS in_uit_andere_hulp,
    repeated AS in_herhaald_beroep,
    "left" AS uit,
    onward AS uit_doorstroom,
    stayed AS uit_andere_hulp_loopt,
    imputed AS uit_aangenomen,
    "end" AS eind
FROM kpis_flowmonth
WHERE computation_id = %(computation)s
ORDER BY scope COLLATE "C", key COLLATE "C", care_form COLLATE "C", month
