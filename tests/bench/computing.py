"""Goals 4 and 5: all figures from scratch and after a batch, against plain SQL and DuckDB.

By hand the same figures are made as the product makes (see ``by_hand``); their sums are compared first.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from django.db import connection, transaction

from inkoop.exchange.services import receive
from kpis.services import compute_all
from tests.bench import by_hand
from tests.bench.figures import Figure
from tests.bench.region import Files

TICKS = os.sysconf("SC_CLK_TCK")


class NotTheSame(Exception):
    """By hand other figures came out."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the clock, and of processors: this process and the server process that works for it."""

    wall: float
    processor: float


Pairs = list[tuple[Spent, Spent]]


def from_scratch(files: Files, pairs: int) -> list[Figure]:
    """All figures of the day of the month file, before it is loaded; running totals included."""
    peildatum, folder = files.month_on, by_hand.Folder(files.first.parent)
    folder.write_registers()
    duck = by_hand.Duck(folder)
    duck.read((folder.accepted(files.first, files.first_on), files.first_on))

    def ours() -> Spent:
        forget_figures()
        return spent(lambda: compute_all(peildatum=peildatum))

    def in_postgres() -> Spent:
        return spent(lambda: by_hand.compute_in_postgres(peildatum))

    def in_duckdb() -> Spent:
        return spent(lambda: duck.compute(peildatum))

    rounds = [(ours(), in_postgres(), in_duckdb()) for _ in range(pairs)]
    check(by_hand.sums_in_postgres(by_hand.TOTALS))
    check(duck.sums())
    by_hand.forget_in_postgres()
    return [
        *compared("alle cijfers, tegen SQL met de hand", [(a, b) for a, b, _ in rounds], 1.5),
        *compared("alle cijfers, tegen DuckDB (2 threads)", [(a, c) for a, _, c in rounds], 10),
    ]


def after_batch(files: Files, pairs: int) -> list[Figure]:
    """The figures of a day on which they were known already, after the month file came in.

    Against DuckDB that reads all lines and computes everything. Every batch is taken back.
    """
    compute_all(peildatum=files.month_on)
    folder = by_hand.Folder(files.first.parent)
    duck = by_hand.Duck(folder)
    first = (folder.accepted(files.first, files.first_on), files.first_on)
    rounds = [(updated(files, folder, duck, first), anew(files, folder, duck, first)) for _ in range(pairs)]
    return compared("geraakte cijfers, tegen DuckDB geheel opnieuw", rounds, 1)


def updated(files: Files, folder: by_hand.Folder, duck: by_hand.Duck, first: tuple[Path, date]) -> Spent:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    with transaction.atomic():
        receive(files.month, received_on=files.month_on)
        found = spent(lambda: compute_all(peildatum=files.month_on))
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

    return spent(work)


def check(sums: dict[str, list]) -> None:
    """Raises NotTheSame when the figures that stand are not those by hand."""
    found = by_hand.differences(by_hand.sums_in_postgres(by_hand.KEPT), sums)
    if found:
        raise NotTheSame("\n".join(found))


def spent(work: Callable[[], object]) -> Spent:
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    wall, processor = perf_counter(), process_time() + server_time(server)
    work()
    return Spent(perf_counter() - wall, process_time() + server_time(server) - processor)


def server_time(stat: Path) -> float:
    fields = stat.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def compared(name: str, pairs: Pairs, goal: float) -> list[Figure]:
    """The ratio of the clock and that of the processors, which other work on the machine disturbs less."""
    return [
        Figure(name, median(one.wall for one, _ in pairs), median(other.wall for _, other in pairs), goal),
        Figure(
            "- in processortijd",
            median(one.processor for one, _ in pairs),
            median(other.processor for _, other in pairs),
            goal,
        ),
    ]


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
