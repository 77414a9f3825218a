"""The rules in which an earlier row of the delivery decides about a later one: 9322, 9369 and 9389.

Most allocations need no turn-taking: their rows have different periods and fit together. Only the others
are walked through row by row, in the database.
"""

from psycopg import Cursor

from inkoop.base.models import Delivery
from inkoop.exchange.loaders.statistics import analyse_briefly

# Used so far per limited allocation, less what this delivery takes back. An allocation in minutes may have been one
# in hours when the line was accepted.
USED = """
CREATE TEMP TABLE used_allocation ON COMMIT DROP AS
SELECT id, sum(used)::bigint AS used FROM (
    SELECT a.id, CASE l.debit_credit WHEN 'D' THEN 1 ELSE -1 END * CASE
             WHEN a.budget IS NOT NULL THEN l.amount
             WHEN l.unit = '04' THEN l.volume * 60::bigint
             ELSE l.volume
           END AS used
    FROM known_allocation a
    JOIN contracts_declarationline l ON l.allocation_id = a.id AND l.received_on <= %(received_on)s
    WHERE a.most IS NOT NULL
    UNION ALL
    SELECT allocation_id, -measure FROM judged_credit WHERE codes = '{}'
) u GROUP BY id
"""

# What the delivery wants of each allocation, by product code. Lines in different months have different bits: fewer bits
# than lines means that two may have the same key.
WANTED = """
CREATE TEMP TABLE wanted ON COMMIT DROP AS
SELECT allocation_id, productcode, sum(measure) FILTER (WHERE good) AS measure,
       count(*) > bit_count(bit_or(month_bit)::bit(64)) OR bool_or(month_bit IS NULL) AS may_repeat
FROM open_line GROUP BY allocation_id, productcode
"""

# Allocations whose debits together do not fit, or of which two have the same begin and code.
SUSPECTS = """
CREATE TEMP TABLE suspect ON COMMIT DROP AS
SELECT a.id, a.most, coalesce(u.used, 0) AS used, a.budget IS NOT NULL AS is_budget
FROM (SELECT allocation_id, sum(measure) AS measure FROM wanted GROUP BY allocation_id) w
JOIN known_allocation a ON a.id = w.allocation_id
LEFT JOIN used_allocation u ON u.id = a.id
WHERE coalesce(u.used, 0) + w.measure > a.most
   OR a.id IN (
       SELECT allocation_id FROM open_line
       WHERE allocation_id IN (SELECT allocation_id FROM wanted WHERE may_repeat)
       GROUP BY allocation_id, periode_begin, productcode HAVING count(*) > 1
   )
"""

TURNS = """
CREATE TEMP TABLE turn ON COMMIT DROP AS
SELECT j.row_number, s.id AS allocation_id, s.most, s.used, s.is_budget,
       j.good AND r.row_number IS NULL AS good, j.measure AS wanted,
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


def judge_in_order(cursor: Cursor, delivery: Delivery) -> None:
    """A line that does not fit is refused and does not count for the next one, which may fit."""
    cursor.execute(USED, {"received_on": delivery.received_on})
    analyse_briefly(cursor, "used_allocation")
    cursor.execute(WANTED)
    analyse_briefly(cursor, "wanted")
    cursor.execute(SUSPECTS)
    analyse_briefly(cursor, "suspect")
    cursor.execute(TURNS)
    if cursor.rowcount:
        cursor.execute("CREATE INDEX ON turn (row_number)")
        analyse_briefly(cursor, "turn")
        cursor.execute(TAKE_TURNS)
