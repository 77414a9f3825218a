"""Goals 4 and 5: all figures from scratch and after a batch, against plain SQL and DuckDB.

The hand-written SQL gives the same kinds of figures from the lines alone, without the value of
allocations, peers, texts and storing; it is therefore a stricter measure than the goal asks.
"""

import duckdb
from django.db import connection

from inkoop.exchange.services import receive
from kpis.services import compute_all
from tests.bench.figures import Figure, Spent, paired, seconds
from tests.bench.region import Files

SIGNED = "CASE debit_credit WHEN 'D' THEN amount ELSE -amount END"

BY_HAND = (
    f"""SELECT agb, sum({SIGNED}), count(DISTINCT client),
        sum(CASE debit_credit WHEN 'D' THEN amount * (declared_on - "end") END),
        sum(CASE debit_credit WHEN 'C' THEN amount END)
        FROM line WHERE month BETWEEN date '{{first}}' AND date '{{last}}' GROUP BY agb""",
    f"""SELECT agb, avg(cents), percentile_cont(0.5) WITHIN GROUP (ORDER BY cents),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY cents)
        FROM (SELECT agb, client, sum({SIGNED}) AS cents FROM line
              WHERE month BETWEEN date '{{first}}' AND date '{{last}}' GROUP BY agb, client) c
        WHERE cents > 0 GROUP BY agb""",
    f"""SELECT place, client, month, sum(sum({SIGNED})) OVER (PARTITION BY place, client ORDER BY month)
        FROM line GROUP BY place, client, month""",
    f"""SELECT place, category, month, count(DISTINCT client), sum({SIGNED})
        FROM line GROUP BY place, category, month""",
)

LINE_VIEW = """
CREATE OR REPLACE TEMP VIEW line AS
SELECT provider_id AS agb, municipality_id AS place, client_id AS client, month, declared_on, "end", category,
       amount, debit_credit FROM contracts_declarationline
"""

FROM_CSV = """
CREATE OR REPLACE TABLE line AS
SELECT agb, gemeentecode AS place, client, date_trunc('month', periode_begin)::date AS month,
       dagtekening AS declared_on, periode_eind AS "end", productcategorie AS category, bedrag AS amount,
       debet_credit AS debit_credit
FROM read_csv([{files}], delim=';', header=true)
"""


def from_scratch(files: Files, pairs: int) -> list[Figure]:
    duck = duckdb.connect(config={"threads": 2})
    duck.execute(FROM_CSV.format(files=f"'{files.first}'"))

    def ours() -> Spent:
        forget_figures()
        return seconds(lambda: compute_all(peildatum=files.first_on))

    in_postgres = paired(ours, lambda: seconds(lambda: by_hand_in_postgres(files)), pairs)
    in_duckdb = paired(ours, lambda: seconds(lambda: by_hand_in_duckdb(duck, files)), pairs)
    return [
        Figure("alle cijfers, tegen SQL met de hand", *in_postgres, 1.5),
        Figure("alle cijfers, tegen DuckDB (2 threads)", *in_duckdb, 10),
    ]


def after_batch(files: Files) -> Figure:
    """Once: the figures of the day of the batch, against reading and computing everything anew."""
    receive(files.month, received_on=files.month_on)
    measured = seconds(lambda: compute_all(peildatum=files.month_on))

    def anew() -> None:
        duck = duckdb.connect(config={"threads": 2})
        duck.execute(FROM_CSV.format(files=f"'{files.first}', '{files.month}'"))
        by_hand_in_duckdb(duck, files)

    return Figure("geraakte cijfers, tegen DuckDB geheel opnieuw", measured, seconds(anew), 1)


def by_hand_in_postgres(files: Files) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LINE_VIEW)
        for statement in BY_HAND:
            cursor.execute(window(statement, files))
            cursor.fetchall()


def by_hand_in_duckdb(duck: duckdb.DuckDBPyConnection, files: Files) -> None:
    for statement in BY_HAND:
        duck.execute(window(statement, files)).fetchall()


def window(statement: str, files: Files) -> str:
    """The last twelve months before the first file was received."""
    last = files.first_on.replace(day=1)
    return statement.format(first=last.replace(year=last.year - 1), last=last)


def forget_figures() -> None:
    """All that was computed, running totals included; statistics fresh."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE 'kpis\\_%'"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables}")
        cursor.execute("ANALYZE")
