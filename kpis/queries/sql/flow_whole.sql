-- Stays in care anywhere in the region (place 0) or in one municipality, and whether somebody came back within a year.
SELECT
    place, client_id, begin, "end",
    coalesce(begin - lag("end") OVER (PARTITION BY place, client_id ORDER BY begin) <= %(repeat_days)s, false)
        AS is_repeated
FROM flow_stay
WHERE form = '' AND scope IN (0, 1)
