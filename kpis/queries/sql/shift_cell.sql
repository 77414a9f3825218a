-- Per place, axis and client the cell it was in and the one it is in; empty = nowhere. Of classes the heaviest with net
-- declared > 0, of care forms the dearest, of equal ones the first.
WITH net AS (
    SELECT scope, key, client_id, 'klasse' AS axis, weight AS cell, sum(before) AS before, sum(after) AS after
    FROM shift_placed
    WHERE weight <> ''
    GROUP BY 1, 2, 3, 5
    UNION ALL
    SELECT scope, key, client_id, 'zorgvorm', care_form, sum(before), sum(after)
    FROM shift_placed
    GROUP BY 1, 2, 3, 5
)
SELECT
    scope,
    key,
    client_id,
    axis,
    coalesce(
        (array_agg(cell ORDER BY CASE axis WHEN 'klasse' THEN cell END DESC, before DESC, cell COLLATE "C")
            FILTER (WHERE before > 0))[1], '') AS before,
    coalesce(
        (array_agg(cell ORDER BY CASE axis WHEN 'klasse' THEN cell END DESC, after DESC, cell COLLATE "C")
            FILTER (WHERE after > 0))[1], '') AS after
FROM net
GROUP BY 1, 2, 3, 4
HAVING bool_or(before > 0) OR bool_or(after > 0)
