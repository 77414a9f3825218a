"""Goals 1 and 2: a monthly batch into a full table and a first load, against COPY."""

from pathlib import Path

from django.db import connection, transaction
from import_export.resources import ModelResource
from psycopg.sql import SQL, Identifier, Literal
from tablib import Dataset

from contracts.models import DeclarationLine
from inkoop.exchange.services import receive
from tests.bench.figures import Figure, paired, seconds
from tests.bench.region import Files

LINE_TABLE = "contracts_declarationline"
SAMPLE = 300
EMPTY = "TRUNCATE contracts_declarationline, contracts_declaration, contracts_refusedline CASCADE"
FORGET = "DELETE FROM base_finding; DELETE FROM base_delivery WHERE kind = 'declaraties'"


def first_load(files: Files, pairs: int) -> Figure:
    """Leaves the lines of the first file loaded."""

    def load() -> float:
        run(f"{EMPTY}; {FORGET}")
        return seconds(lambda: receive(files.first, received_on=files.first_on))

    measured, baseline = paired(load, lambda: bare_copy(files.first), pairs)
    return Figure("eerste lading, tegen kale COPY", measured, baseline, 6)


def monthly_batch(files: Files, pairs: int, folder: Path) -> list[Figure]:
    """Each measurement is taken back, so that every one meets the same table."""
    kept = {
        table: folder / f"{table}.copy" for table in ("base_delivery", "contracts_declaration", LINE_TABLE)
    }
    with transaction.atomic():
        receive(files.month, received_on=files.month_on)
        for table, path in kept.items():
            copy_out(table, path, files)
        transaction.set_rollback(True)
    lines = kept.pop(LINE_TABLE)

    def load() -> float:
        tidy()
        with transaction.atomic():
            run("DISCARD TEMP")
            spent = seconds(lambda: receive(files.month, received_on=files.month_on))
            transaction.set_rollback(True)
        return spent

    def plain() -> float:
        tidy()
        with transaction.atomic():
            for table, path in kept.items():
                copy_in(table, path)
            spent = seconds(lambda: copy_in(LINE_TABLE, lines))
            transaction.set_rollback(True)
        return spent

    measured, baseline = paired(load, plain, pairs)
    count = sum(1 for _ in lines.open(encoding="utf-8"))
    by_resource = seconds_per_line_of_a_resource(count)
    return [
        Figure("maandlading, tegen COPY in dezelfde tabel", measured, baseline, 1.5),
        Figure(
            "maandlading per regel, tegen import-export",
            measured / count * 1000,
            by_resource * 1000,
            1 / 50,
            "ms",
        ),
    ]


def copy_out(table: str, path: Path, files: Files) -> None:
    """The rows of the month as they were booked, to be copied in plainly later."""
    kind = SQL(" AND kind = 'declaraties'") if table == "base_delivery" else SQL("")
    query = SQL("COPY (SELECT * FROM {} WHERE received_on = {}{}) TO STDOUT").format(
        Identifier(table), Literal(files.month_on), kind
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy, path.open("wb") as file:
        file.writelines(bytes(block) for block in copy)


def copy_in(table: str, path: Path) -> None:
    query = SQL("COPY {} FROM STDIN").format(Identifier(table))
    with connection.cursor() as cursor, cursor.copy(query) as copy, path.open("rb") as file:
        while block := file.read(1 << 16):
            copy.write(block)


def bare_copy(path: Path) -> float:
    """Plain COPY of the file into a table without keys, in text columns."""
    header = path.open(encoding="utf-8").readline().strip().split(";")
    columns = SQL(", ").join(SQL("{} text").format(Identifier(name)) for name in header)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute(SQL("CREATE TABLE bench_bare ({})").format(columns))

    def copy() -> None:
        query = "COPY bench_bare FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
        with connection.cursor() as cursor, cursor.copy(query) as target, path.open("rb") as file:
            while block := file.read(1 << 16):
                target.write(block)

    return seconds(copy)


def seconds_per_line_of_a_resource(count: int) -> float:
    """django-import-export as it comes, on a sample of lines that are there already, under new references."""

    class LineResource(ModelResource):
        class Meta:
            model = DeclarationLine

    rows = list(DeclarationLine.objects.order_by("-id")[: min(SAMPLE, count)])
    data = Dataset(headers=LineResource().get_export_headers())
    for row in LineResource().export(DeclarationLine.objects.filter(pk__in=[row.pk for row in rows])).dict:
        data.append([*({**row, "id": "", "reference": f"X{row['id']}"}).values()])
    with transaction.atomic():
        spent = seconds(lambda: LineResource().import_data(data, raise_errors=True, use_transactions=False))
        transaction.set_rollback(True)
    return spent / len(rows)


def tidy() -> None:
    run("VACUUM contracts_declarationline, contracts_declaration")


def run(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
