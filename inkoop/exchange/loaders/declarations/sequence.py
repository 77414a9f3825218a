"""The rules in which an earlier row of the delivery decides about a later one: 9322, 9369 and 9389.

Most allocations need no turn-taking: their rows have different periods and fit together. Only the others
are walked through row by row, in the database.
"""

from psycopg import Cursor

from inkoop.exchange.loaders.declarations.known import CODE_BIT
from inkoop.exchange.loaders.statistics import analyse_briefly

# What the delivery wants of each allocation. Lines that cannot repeat each other mostly have different bits: fewer bits
# than lines means that two may have the same begin and code.
WANTED = f"""
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT allocation_id, sum(bedrag) FILTER (WHERE good)::bigint AS amount,
       sum(units) FILTER (WHERE good)::bigint AS units,
       count(*) > bit_count(bit_or({CODE_BIT.format(month="month", code="productcode")})::bit(64)) AS may_repeat
FROM open_line GROUP BY allocation_id
"""

# Allocations whose debits together do not fit, or of which two have the same begin and code.
SUSPECTS = """
CREATE TEMP TABLE suspect ON COMMIT DROP AS
SELECT a.id, a.most, coalesce(u.used, 0) - coalesce(c.measure, 0) AS used, a.budget IS NOT NULL AS is_budget
FROM wanted w
JOIN known_allocation a ON a.id = w.allocation_id
LEFT JOIN used_allocation u ON u.id = a.id
LEFT JOIN (
    SELECT allocation_id, sum(measure)::bigint AS measure FROM judged_credit WHERE codes = '{}' GROUP BY allocation_id
) c ON c.allocation_id = a.id
WHERE coalesce(u.used, 0) - coalesce(c.measure, 0) + CASE WHEN a.budget IS NOT NULL THEN w.amount ELSE w.units END
       > a.most
   OR a.id IN (
       SELECT allocation_id FROM open_line
       WHERE allocation_id IN (SELECT allocation_id FROM wanted WHERE may_repeat)
       GROUP BY allocation_id, periode_begin, productcode HAVING count(*) > 1
   )
"""

TURNS = """
CREATE TEMP TABLE turn ON COMMIT DROP AS
SELECT j.row_number, s.id AS allocation_id, s.most, s.used, s.is_budget,
       j.good AND r.row_number IS NULL AS good, CASE WHEN s.is_budget THEN j.bedrag ELSE j.units END AS wanted,
       concat_ws('|', j.productcategorie, j.productcode, j.periode_begin, j.periode_eind) AS key,
       NULL::text AS code, NULL::bigint AS used_before
FROM open_line j
JOIN suspect s ON s.id = j.allocation_id
LEFT JOIN repeat r ON r.row_number = j.row_number
"""

TAKE_TURNS = """
DO $$
DECLARE
    t record;
    current_id bigint := NULL;
    total bigint;
    accepted text[];
BEGIN
    FOR t IN SELECT * FROM turn ORDER BY allocation_id, row_number LOOP
        IF t.allocation_id IS DISTINCT FROM current_id THEN
            current_id := t.allocation_id;
            total := t.used;
            accepted := '{}';
        END IF;
        IF t.key = ANY (accepted) THEN
            UPDATE turn SET code = '9389' WHERE row_number = t.row_number;
        ELSIF t.good AND total + t.wanted > t.most THEN
            UPDATE turn SET code = CASE WHEN t.is_budget THEN '9369' ELSE '9322' END, used_before = total
            WHERE row_number = t.row_number;
        ELSIF t.good THEN
            total := total + t.wanted;
            accepted := accepted || t.key;
        END IF;
    END LOOP;
END $$
"""


def judge_in_order(cursor: Cursor) -> None:
    """A line that does not fit is refused and does not count for the next one, which may fit."""
    cursor.execute(WANTED)
    analyse_briefly(cursor, "wanted")
    cursor.execute(SUSPECTS)
    analyse_briefly(cursor, "suspect")
    cursor.execute(TURNS)
    if cursor.rowcount:
        cursor.execute("CREATE INDEX ON turn (row_number)")
        analyse_briefly(cursor, "turn")
        cursor.execute(TAKE_TURNS)
