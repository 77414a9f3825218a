"""Goals 1 and 2: a monthly batch into a full table and a first load, against COPY."""

from pathlib import Path

from django.db import connection, transaction
from import_export.resources import ModelResource
from psycopg.sql import SQL, Identifier, Literal
from tablib import Dataset

from contracts.models import DeclarationLine
from inkoop.exchange.services import receive
from tests.bench.figures import Figure, Spent, paired, seconds
from tests.bench.region import Files

LINE_TABLE = "contracts_declarationline"
SAMPLE = 300
TYPES = {
    "dagtekening": "date",
    "periode_begin": "date",
    "periode_eind": "date",
    "volume": "bigint",
    "tarief": "bigint",
    "bedrag": "bigint",
}
# What a delivery books, by table; {} is the delivery.
BOOKED = {
    "base_delivery": "SELECT * FROM base_delivery WHERE id = {}",
    "contracts_declaration": "SELECT * FROM contracts_declaration WHERE delivery_id = {}",
    LINE_TABLE: (
        "SELECT l.* FROM contracts_declarationline l JOIN contracts_declaration d ON d.id = l.declaration_id"
        " WHERE d.delivery_id = {} ORDER BY l.id"
    ),
}


def first_load(files: Files, pairs: int) -> list[Figure]:
    """Leaves the lines of the first file loaded. The text variant is no goal: it shows what types cost a bare COPY."""

    def load() -> Spent:
        empty()
        return seconds(lambda: receive(files.first, received_on=files.first_on))

    def bare(types: dict[str, str]) -> Spent:
        return bare_copy(files.first, types)

    goal = Figure("eerste lading, tegen kale COPY", *paired(load, lambda: bare(TYPES), pairs), 6)
    as_text = paired(lambda: bare(TYPES), lambda: bare({}), pairs)
    return [goal, Figure("kale COPY, tegen kale COPY als tekst", *as_text, 2)]


def fill(files: Files) -> None:
    """The first file loaded, without measuring."""
    empty()
    receive(files.first, received_on=files.first_on)


def monthly_batch(files: Files, pairs: int, folder: Path) -> list[Figure]:
    """Each measurement is taken back, so that every one meets the same table."""
    with transaction.atomic():
        delivery = receive(files.month, received_on=files.month_on).delivery
        if not delivery.rows_accepted:
            codes = list(delivery.findings.values_list("code", flat=True).distinct())
            raise SystemExit(f"De maand is niet geladen: {delivery.status} {delivery.message} {codes}")
        kept = {name: copy_out(name, query, delivery.pk, folder) for name, query in BOOKED.items()}
        transaction.set_rollback(True)
    lines = kept.pop(LINE_TABLE)

    def load() -> Spent:
        tidy()
        with transaction.atomic():
            run("DISCARD TEMP")
            spent = seconds(lambda: receive(files.month, received_on=files.month_on))
            transaction.set_rollback(True)
        return spent

    def plain() -> Spent:
        tidy()
        with transaction.atomic():
            for table, path in kept.items():
                copy_in(table, path)
            spent = seconds(lambda: copy_in(LINE_TABLE, lines))
            transaction.set_rollback(True)
        return spent

    measured, baseline = paired(load, plain, pairs)
    count = sum(1 for _ in lines.open(encoding="utf-8"))
    per_line = [Spent(one.wall / count * 1000, (one.cpu or 0) / count * 1000) for one in measured]
    by_resource = [per_line_of_a_resource(count) for _ in range(pairs)]
    return [
        Figure("maandlading, tegen COPY in dezelfde tabel", measured, baseline, 1.5),
        Figure("maandlading per regel, tegen import-export", per_line, by_resource, 1 / 50, "ms"),
    ]


def copy_out(table: str, query: str, delivery_id: int, folder: Path) -> Path:
    """The rows of the month as they were booked, to be copied in plainly later."""
    path = folder / f"{table}.copy"
    statement = SQL("COPY ({}) TO STDOUT").format(SQL(query).format(Literal(delivery_id)))
    with connection.cursor() as cursor, cursor.copy(statement) as copy, path.open("wb") as file:
        file.writelines(bytes(block) for block in copy)
    return path


def copy_in(table: str, path: Path) -> None:
    query = SQL("COPY {} FROM STDIN").format(Identifier(table))
    with connection.cursor() as cursor, cursor.copy(query) as copy, path.open("rb") as file:
        while block := file.read(1 << 16):
            copy.write(block)


def bare_copy(path: Path, types: dict[str, str]) -> Spent:
    """Plain COPY of the file into an ordinary (logged) table without keys; columns without a type are text."""
    header = path.open(encoding="utf-8").readline().strip().split(";")
    columns = SQL(", ").join(
        SQL("{} {}").format(Identifier(name), SQL(types.get(name, "text"))) for name in header
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute(SQL("CREATE TABLE bench_bare ({})").format(columns))

    def copy() -> None:
        query = "COPY bench_bare FROM STDIN (FORMAT csv, HEADER, DELIMITER ';')"
        with connection.cursor() as cursor, cursor.copy(query) as target, path.open("rb") as file:
            while block := file.read(1 << 16):
                target.write(block)

    return seconds(copy)


def per_line_of_a_resource(count: int) -> Spent:
    """Milliseconds of django-import-export as it comes, on lines that are there already, under new references."""

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
    return Spent(spent.wall / len(rows) * 1000, (spent.cpu or 0) / len(rows) * 1000)


def empty() -> None:
    run(
        "TRUNCATE contracts_declarationline, contracts_declaration, contracts_refusedline CASCADE;"
        "DELETE FROM base_finding; DELETE FROM base_delivery WHERE kind = 'declaraties'"
    )


def tidy() -> None:
    run("VACUUM contracts_declarationline, contracts_declaration")


def run(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)
