"""Goals 4 and 5: all figures from scratch and after a batch, against plain SQL and DuckDB.

By hand the same figures are made as the product makes (see ``by_hand``); their sums are compared first.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from django.db import connection
from psycopg.sql import SQL, Identifier

from inkoop.exchange.services import receive
from kpis.choices import ComputationName
from kpis.services import compute_all
from kpis.services.current import USUAL, compute_current
from tests.bench import by_hand
from tests.bench.figures import Figure, Spent, seconds
from tests.bench.region import Files

WORKERS = 2
KEPT_DATABASE = "bench_kept"


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

    def by_two() -> Spent:
        forget_figures()
        return seconds(lambda: by_workers(peildatum))

    rounds = [(by_two(), ours(), in_postgres(), in_duckdb()) for _ in range(pairs)]
    check(by_hand.sums_in_postgres(by_hand.TOTALS))
    check(duck.sums())
    by_hand.forget_in_postgres()
    shared, measured, sql, duckdb = zip(*rounds, strict=True)
    return [
        Figure("alle cijfers, tegen SQL met de hand", [*measured], [*sql], 1.5),
        Figure("alle cijfers, tegen DuckDB (2 threads)", [*measured], [*duckdb], 10),
        Figure("alle cijfers door twee werkers, tegen een", [*shared], [*measured], 1),
    ]


def after_batch(files: Files, pairs: int) -> list[Figure]:
    """The figures of a day on which they were known already, after the month file came in.

    By two workers, as in use; against DuckDB with two threads that reads all lines and computes everything. Every batch
    is taken back, with the whole database.
    """
    compute_all(peildatum=files.month_on)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    keep()
    folder = by_hand.Folder(files.first.parent)
    folder.write_registers()
    duck = by_hand.Duck(folder)
    first = (folder.accepted(files.first, files.first_on), files.first_on)
    rounds = [(updated(files, folder, duck, first), anew(files, folder, duck, first)) for _ in range(pairs)]
    put_back()
    with connection.cursor() as cursor:
        cursor.execute(SQL("DROP DATABASE {}").format(Identifier(KEPT_DATABASE)))
    measured, duckdb = zip(*rounds, strict=True)
    return [Figure("geraakte cijfers, tegen DuckDB geheel opnieuw", [*measured], [*duckdb], 1)]


def updated(files: Files, folder: by_hand.Folder, duck: by_hand.Duck, first: tuple[Path, date]) -> Spent:
    put_back()
    receive(files.month, received_on=files.month_on)
    found = seconds(lambda: by_workers(files.month_on))
    duck.read(first, (folder.accepted(files.month, files.month_on), files.month_on))
    duck.compute(files.month_on)
    check(duck.sums())
    return found


def by_workers(peildatum: date) -> None:
    """Each figure on the connection of the worker that takes it, as the tasks after a delivery do."""

    def compute(name: ComputationName) -> None:
        try:
            compute_current(name, peildatum=peildatum)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(compute, USUAL))


def keep() -> None:
    _copy(connection.settings_dict["NAME"], KEPT_DATABASE)


def put_back() -> None:
    _copy(KEPT_DATABASE, connection.settings_dict["NAME"])


def _copy(source: str, target: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(target)))
        cursor.execute(
            SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                Identifier(target), Identifier(source)
            )
        )


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
