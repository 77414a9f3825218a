"""Goals 4 and 5: all figures from scratch and after a batch, against plain SQL and DuckDB.

By hand the same figures are made as the product makes (see ``by_hand``); their sums are compared first.
"""

from datetime import date
from pathlib import Path

from django.db import connection, transaction

from inkoop.exchange.services import receive
from kpis.services import compute_all
from tests.bench import by_hand
from tests.bench.figures import Figure, Spent, seconds
from tests.bench.region import Files


class NotTheSame(Exception):
    """By hand other figures came out."""


def from_scratch(files: Files, pairs: int) -> list[Figure]:
    """All figures of the day of the month file, before it is loaded; running totals included."""
    peildatum, folder = files.month_on, by_hand.Folder(files.first.parent)
    folder.write_registers()
    duck = by_hand.Duck(folder)
    duck.read((folder.accepted(files.first, files.first_on), files.first_on))

    def ours() -> Spent:
        forget_figures()
        return seconds(lambda: compute_all(peildatum=peildatum))

    def in_postgres() -> Spent:
        return seconds(lambda: by_hand.compute_in_postgres(peildatum))

    def in_duckdb() -> Spent:
        return seconds(lambda: duck.compute(peildatum))

    rounds = [(ours(), in_postgres(), in_duckdb()) for _ in range(pairs)]
    check(by_hand.sums_in_postgres(by_hand.TOTALS))
    check(duck.sums())
    by_hand.forget_in_postgres()
    measured, sql, duckdb = zip(*rounds, strict=True)
    return [
        Figure("alle cijfers, tegen SQL met de hand", [*measured], [*sql], 1.5),
        Figure("alle cijfers, tegen DuckDB (2 threads)", [*measured], [*duckdb], 10),
    ]


def after_batch(files: Files, pairs: int) -> list[Figure]:
    """The figures of a day on which they were known already, after the month file came in.

    Against DuckDB that reads all lines and computes everything. Every batch is taken back.
    """
    compute_all(peildatum=files.month_on)
    folder = by_hand.Folder(files.first.parent)
    folder.write_registers()
    duck = by_hand.Duck(folder)
    first = (folder.accepted(files.first, files.first_on), files.first_on)
    rounds = [(updated(files, folder, duck, first), anew(files, folder, duck, first)) for _ in range(pairs)]
    measured, duckdb = zip(*rounds, strict=True)
    return [Figure("geraakte cijfers, tegen DuckDB geheel opnieuw", [*measured], [*duckdb], 1)]


def updated(files: Files, folder: by_hand.Folder, duck: by_hand.Duck, first: tuple[Path, date]) -> Spent:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    with transaction.atomic():
        receive(files.month, received_on=files.month_on)
        found = seconds(lambda: compute_all(peildatum=files.month_on))
        duck.read(first, (folder.accepted(files.month, files.month_on), files.month_on))
        duck.compute(files.month_on)
        check(duck.sums())
        transaction.set_rollback(True)
    return found


def anew(files: Files, folder: by_hand.Folder, duck: by_hand.Duck, first: tuple[Path, date]) -> Spent:
    month = (folder.path / f"aanvaard-{files.month.name}", files.month_on)

    def work() -> None:
        duck.read(first, month)
        duck.compute(files.month_on)

    return seconds(work)


def check(sums: dict[str, list]) -> None:
    """Raises NotTheSame when the figures that stand are not those by hand."""
    found = by_hand.differences(by_hand.sums_in_postgres(by_hand.KEPT), sums)
    if found:
        raise NotTheSame("\n".join(found))


def forget_figures() -> None:
    """All that was computed, running totals included; statistics fresh."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE 'kpis\\_%'"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables} CASCADE")  # reports lean on figures
        cursor.execute("ANALYZE")
