"""Numbers of nine digits that may be a BSN, in columns where such numbers may lawfully stand.

One in eleven passes the elfproef by chance. It is taken for a BSN when the same file has it as a person, or when more
than half of the numbers of nine digits in its column pass. Its row is refused; the number is neither kept nor shown.
"""

from django.conf import settings
from psycopg import Cursor
from psycopg.sql import SQL, Composable, Identifier, Literal

from inkoop.exchange.columns import Column, Holds
from inkoop.exchange.pseudonyms import pseudonym
from inkoop.exchange.staging.tables import STAGE, STAGED_FINDINGS

STAGED_PERSONS = "staged_person"
NO_BSN = "geen BSN; dat hoort alleen in de kolom bsn"
MAY_BE_BSN = "een nummer dat een BSN kan zijn"
PAGE = 1_000
# The numbers of allocations cannot be changed by who delivers them, and one or two may all pass by chance.
LEAST = {Holds.NUMBERS: 1, Holds.GIVEN_NUMBERS: 3}

# A column may hold several numbers with a space between them.
NINE_DIGITS = """
CREATE TEMP TABLE nine_digits ON COMMIT DROP AS
SELECT s.row_number, v.field, v.least, n.number,
    (9 * d[1] + 8 * d[2] + 7 * d[3] + 6 * d[4] + 5 * d[5] + 4 * d[6] + 3 * d[7] + 2 * d[8] - d[9]) % 11 = 0 AS passes
FROM {stage} s,
    LATERAL (VALUES {values}) v (field, least, value),
    LATERAL unnest(string_to_array(v.value, ' ')) n (number),
    LATERAL (SELECT string_to_array(n.number, NULL)::int[] AS d) digits
WHERE ({long_enough}) AND n.number ~ '^[0-9]{{9}}$' AND n.number <> '000000000'
"""

PERSON_NUMBERS = "CREATE TEMP TABLE person_number (number text, pseudonym text) ON COMMIT DROP"

NEXT_NUMBERS = """
SELECT DISTINCT number FROM nine_digits WHERE passes AND number > %(last)s ORDER BY number LIMIT %(page)s
"""

REFUSED = """
CREATE TEMP TABLE person_in_column ON COMMIT DROP AS
SELECT DISTINCT row_number, field FROM nine_digits
WHERE passes AND (
    field IN (
        SELECT field FROM (SELECT DISTINCT field, least, number, passes FROM nine_digits) n GROUP BY field, least
        HAVING count(*) FILTER (WHERE passes) * 2 > count(*) AND count(*) FILTER (WHERE passes) >= least
    )
    OR number IN (SELECT number FROM person_number)
)
"""

SAY = f"""
INSERT INTO {STAGED_FINDINGS} (row_number, field, rule, found, expected)
SELECT row_number, field, 'BSN', %(found)s, %(expected)s FROM person_in_column
"""

TAKE_OUT = """
UPDATE {stage} SET {column} = NULL
WHERE row_number IN (SELECT row_number FROM person_in_column WHERE field = {name})
"""


def refuse_persons(cursor: Cursor, columns: tuple[Column, ...], *, names_persons: bool) -> bool:
    """Whether rows were refused. ``names_persons``: the file names people by BSN."""
    numbers = [column for column in columns if column.holds in LEAST]
    if not numbers or not _find_numbers(cursor, numbers):
        return False
    cursor.execute(PERSON_NUMBERS)
    if names_persons:
        _find_persons(cursor)
    cursor.execute(REFUSED)
    refused = cursor.rowcount > 0
    if refused:
        _take_out(cursor, numbers)
    cursor.execute("DROP TABLE nine_digits, person_number, person_in_column")
    return refused


def _take_out(cursor: Cursor, numbers: list[Column]) -> None:
    cursor.execute(SAY, {"found": MAY_BE_BSN, "expected": NO_BSN})
    for column in numbers:
        names = {"stage": Identifier(STAGE), "column": Identifier(column.name), "name": Literal(column.name)}
        cursor.execute(SQL(TAKE_OUT).format(**names))


def _find_numbers(cursor: Cursor, columns: list[Column]) -> bool:
    """Whether there are any; else there is no table of them either."""
    values: list[Composable] = [
        SQL("({}, {}, {})").format(
            Literal(column.name), Literal(LEAST[column.holds]), Identifier(column.name)
        )
        for column in columns
    ]
    long_enough: list[Composable] = [
        SQL("octet_length({}) {} 9").format(Identifier(column.name), SQL(">=" if column.is_list else "="))
        for column in columns
    ]
    cursor.execute(
        SQL(NINE_DIGITS).format(
            stage=Identifier(STAGE), values=SQL(", ").join(values), long_enough=SQL(" OR ").join(long_enough)
        )
    )
    found = cursor.rowcount > 0
    if not found:
        cursor.execute("DROP TABLE nine_digits")
    return found


def _find_persons(cursor: Cursor) -> None:
    """The numbers that the file also has as a person."""
    key = settings.PSEUDONYM_KEY.encode()
    last = ""
    while True:
        cursor.execute(NEXT_NUMBERS, {"last": last, "page": PAGE})
        numbers = [number for (number,) in cursor.fetchall()]
        if not numbers:
            break
        with cursor.copy("COPY person_number FROM STDIN") as copy:
            for number in numbers:
                copy.write_row((number, pseudonym(number, key=key)))
        last = numbers[-1]
    cursor.execute(
        f"DELETE FROM person_number WHERE pseudonym NOT IN (SELECT client FROM {STAGE} WHERE client IS NOT NULL"
        f" UNION ALL SELECT pseudonym FROM {STAGED_PERSONS})"
    )
