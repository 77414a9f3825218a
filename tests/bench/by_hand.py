"""The yardstick of the calculation: the same figures as a good analyst would make them in plain SQL.

In are all outputs: DG01 to DG09 and DG12 with medians, percentiles, peers, z and signals; the value W of every
allocation per month, by days, weeks, months, budget and changing tariffs; the states of IBPs with crossing
months, forecast and overrun rates; the maandreeks with completeness and expected amounts. Out is what only a
product needs: exact fractions (double precision here), two tariffs in force on one day (the region has none),
passed peildata, keeping the figures (temporary tables here), totals for the next time, progress and the texts of
signals. The sums of both must be equal, or a comparison means nothing: ``differences`` says where they are not.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection

from contracts.models import RefusedLine
from inkoop.base.periods import add_months, last_month_end, last_of_month, month_number
from kpis.services import behaviour, month_series

STATEMENTS = Path(__file__).with_name("by_hand.sql").read_text(encoding="utf-8").split(";\n")
MADE = (
    *("month", "held", "price", "worth", "used", "cost", "served", "billed", "rebilled", "refusal"),
    *(
        "verzilvering",
        "member",
        "figure",
        "indicator",
        "ceiling",
        "ibp_state",
        "overrun_rate",
        "ladder",
        "series",
    ),
)
SAME = 1e-5
"""Sums of rounded and of unrounded figures differ by less than this part."""

Execute = Callable[[str], Any]

LINES = """
SELECT provider_id AS provider, municipality_id AS municipality, client_id AS client, allocation_id AS allocation,
    month, declared_on, received_on, amount, debit_credit = 'C' AS is_credit, category, product_code AS product,
    begin AS since, "end" AS until
FROM contracts_declarationline
"""
REGISTERS = {
    "allocation": """
        SELECT v.id, v.allocation_id AS allocation, a.municipality_id AS municipality, a.client_id AS client,
            v.provider_id AS provider, coalesce(nullif(v.category, ''), 'generiek') AS category,
            v.product_code AS product, v.issued_on, v.issued_at, v.received_on, v.begin AS since, v."end" AS until,
            v.volume, v.unit, v.frequency, v.budget, v.reason
        FROM contracts_allocationversion v
        JOIN contracts_allocation a ON a.id = v.allocation_id""",
    "contract": """
        SELECT DISTINCT ON (c.id) c.id AS contract, c.provider_id AS provider, v.begin AS since,
            coalesce(v."end", '9999-12-30') AS until
        FROM contracts_contractversion v
        JOIN contracts_contract c ON c.id = v.contract_id
        ORDER BY c.id, v.received_on DESC, v.id DESC""",
    "served_place": """
        SELECT v.contract_id AS contract, m.id AS municipality
        FROM (
            SELECT DISTINCT ON (contract_id) * FROM contracts_contractversion
            ORDER BY contract_id, received_on DESC, id DESC
        ) v
        JOIN base_municipality m ON v.municipality_ids = '{}' OR m.id = ANY (v.municipality_ids)""",
    "tariff": """
        SELECT t.contract_id AS contract, p.code AS product, t.begin AS since,
            coalesce(t."end", '9999-12-30') AS until, t.cents, t.unit
        FROM contracts_tariff t
        JOIN contracts_productcode p ON p.id = t.product_code_id
        WHERE t.superseded_on IS NULL""",
    "provider": "SELECT id AS provider, agb, segment FROM providers_provider",
    "refused": """
        SELECT DISTINCT r.id, p.id AS provider, r.declared_on, c.code
        FROM contracts_refusedline r
        LEFT JOIN providers_provider p ON p.agb = r.agb
        CROSS JOIN LATERAL unnest(r.codes) AS c (code)""",
    "ibp_version": """
        SELECT id, ibp_id AS ibp, version, amount, begin AS since, "end" AS until, child_class, system_class, set_by
        FROM contracts_ibpversion""",
    "ibp_link": "SELECT ibp_version_id AS ibp_version, allocation_id AS allocation FROM contracts_ibplink",
}


NUMBERS = """
SELECT a.id AS allocation, a.client_id AS client, m.id AS municipality, m.code AS place, a.number
FROM contracts_allocation a
JOIN base_municipality m ON m.id = a.municipality_id
"""
READ = """
SELECT p.provider, a.municipality, a.client, a.allocation, CAST(date_trunc('month', r.periode_begin) AS date) AS month,
    r.dagtekening AS declared_on, DATE '{received_on}' AS received_on, r.bedrag AS amount,
    r.debet_credit = 'C' AS is_credit, r.productcategorie AS category, r.productcode AS product,
    r.periode_begin AS since, r.periode_eind AS until
FROM read_csv('{path}', delim=';', header=true, types={{'agb': 'VARCHAR', 'gemeentecode': 'VARCHAR',
    'toewijzingnummer': 'VARCHAR', 'productcategorie': 'VARCHAR', 'vorig_referentienummer': 'VARCHAR'}}) r
JOIN provider p ON p.agb = r.agb
JOIN number a ON a.place = r.gemeentecode AND a.number = r.toewijzingnummer
"""
# Said, because DuckDB takes codes for numbers, and every column of an empty register for text.
TYPES = dict.fromkeys(
    ("agb", "place", "number", "frequency", "unit", "reason", "category", "code", "product"), "VARCHAR"
) | {"id": "BIGINT", "provider": "BIGINT", "declared_on": "DATE"}
TOTALS = {
    "IBP's": "SELECT count(*), sum(used), sum(overrun), count(month_80), count(month_100) FROM ibp_state",
    "overschrijding": "SELECT count(*), sum(ended), sum(overrun), sum(overrun_sum) FROM overrun_rate",
    "indicatoren": """
        SELECT indicator, count(*), sum(numerator), sum(denominator), sum(value), sum(n_peers), sum(z), sum(percentile),
            sum(CASE WHEN signal THEN 1 ELSE 0 END)
        FROM indicator GROUP BY indicator ORDER BY indicator""",
    "maandreeks": """
        SELECT count(*), sum(clients), sum(w), sum(declared), sum(without_invoice), sum(w_without_invoice),
            sum(excluded), sum(completeness), sum(expected)
        FROM series""",
}
KEPT = {
    "IBP's": "SELECT count(*), sum(used), sum(overrun), count(month_80), count(month_100) FROM kpis_ibpstatus",
    "overschrijding": "SELECT count(*), sum(ended), sum(overrun), sum(overrun_sum) FROM kpis_ibpoverrunrate",
    "indicatoren": """
        SELECT indicator, count(*), sum(numerator), sum(denominator), sum(value), sum(n_peers), sum(robust_z),
            sum(percentile), count(*) FILTER (WHERE signal)
        FROM kpis_indicatorvalue GROUP BY indicator ORDER BY indicator COLLATE "C" """,
    "maandreeks": """
        SELECT count(*), sum(clients), sum(value), sum(declared), sum(clients_without_invoice),
            sum(value_without_invoice), sum(excluded), sum(completeness), sum(expected)
        FROM kpis_monthvalue""",
}


@dataclass(frozen=True, slots=True)
class Folder:
    """Where the yardstick finds the registers as CSV, and the accepted lines of the delivered files."""

    path: Path

    def write_registers(self) -> None:
        for name, query in {**REGISTERS, "number": NUMBERS}.items():
            statement = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
            with (
                connection.cursor() as cursor,
                cursor.copy(statement) as copy,
                self.file(name).open("wb") as file,
            ):
                file.writelines(bytes(block) for block in copy)

    def file(self, name: str) -> Path:
        return self.path / f"{name}.register.csv"

    def accepted(self, delivered: Path, received_on: date) -> Path:
        """A copy of a loaded file without the rows that were refused."""
        refused = set(
            RefusedLine.objects.filter(received_on=received_on).values_list("row_number", flat=True)
        )
        target = self.path / f"aanvaard-{delivered.name}"
        with (
            delivered.open(encoding="utf-8", newline="") as source,
            target.open("w", encoding="utf-8") as file,
        ):
            file.write(next(source))
            file.writelines(line for number, line in enumerate(source, start=1) if number not in refused)
        return target


class Duck:
    """DuckDB with two threads and the registers; lines are read when asked."""

    def __init__(self, folder: Folder) -> None:
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute("SET integer_division = true")
        for name in (*REGISTERS, "number"):
            types = ", ".join(
                f"'{column}': '{kind}'"
                for column, kind in TYPES.items()
                if column in header(folder.file(name))
            )
            self.connection.execute(
                f"CREATE TABLE {name} AS FROM read_csv('{folder.file(name)}', header=true, types={{{types}}})"
            )

    def read(self, *files: tuple[Path, date]) -> None:
        """The lines of files, with the day on which each was received."""
        parts = [READ.format(path=path, received_on=received_on) for path, received_on in files]
        self.connection.execute(f"CREATE OR REPLACE TABLE line AS {' UNION ALL '.join(parts)}")

    def compute(self, peildatum: date) -> None:
        for name in MADE:
            self.connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        for statement in statements(peildatum):
            self.connection.execute(statement)

    def sums(self) -> dict[str, list[Any]]:
        return {name: self.connection.execute(query).fetchall() for name, query in TOTALS.items()}


def compute_in_postgres(peildatum: date) -> None:
    """In temporary tables of this connection, with the memory that the product takes; statistics after each."""
    with connection.cursor() as cursor:
        cursor.execute("SET work_mem = '256MB'")
        for name, query in {**REGISTERS, "line": LINES}.items():
            cursor.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")
        for name in MADE:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        for statement in statements(peildatum):
            cursor.execute(statement)
            cursor.execute(f"ANALYZE {made_by(statement)}")
        cursor.execute("RESET work_mem")


def forget_in_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DISCARD TEMP")


def sums_in_postgres(queries: dict[str, str]) -> dict[str, list[Any]]:
    """``TOTALS`` of what was made by hand, or ``KEPT`` of what the product has computed."""
    with connection.cursor() as cursor:
        found = {}
        for name, query in queries.items():
            cursor.execute(query)
            found[name] = cursor.fetchall()
    return found


def differences(ours: dict[str, list[Any]], theirs: dict[str, list[Any]]) -> list[str]:
    """Every sum that is not the same, as text; empty when the figures are the same."""
    return [
        f"{name}: {one} tegen {other}"
        for name in ours
        for one, other in zip(ours[name], theirs[name], strict=True)
        if not all(map(is_same, one, other))
    ]


def is_same(one: Any, other: Any) -> bool:
    if one is None or other is None or isinstance(one, str):
        return bool(one == other)
    return abs(float(one) - float(other)) <= max(SAME * abs(float(other)), 0.01)


def statements(peildatum: date) -> list[str]:
    given = values(peildatum)
    return [statement.format(**given) for statement in STATEMENTS if statement.strip()]


def made_by(statement: str) -> str:
    return statement.split("CREATE TEMP TABLE ")[1].split(maxsplit=1)[0]


def values(peildatum: date) -> dict[str, Any]:
    """The months and days of the usual windows, as SQL."""
    window, series, cutoff = behaviour(peildatum), month_series(peildatum), last_month_end(peildatum)
    first, last = window.first or peildatum, window.last or peildatum
    series_first, series_last = series.first or peildatum, series.last or peildatum
    count = month_number(series_last) - month_number(series_first) + 1
    months = [add_months(series_first, number) for number in range(count)]
    burn_first, until = add_months(last, -2), last_of_month(last)
    days = {
        "peildatum": peildatum,
        "first": first,
        "last": last,
        "until": until,
        "burn_first": burn_first,
        "cutoff": cutoff,
        "series_first": series_first,
        "series_last": series_last,
    }
    return {name: f"DATE '{day}'" for name, day in days.items()} | {
        "months": ", ".join(f"(DATE '{m}', DATE '{last_of_month(m)}', {month_number(m)})" for m in months),
        "burn_days": (until - burn_first).days + 1,
        "cutoff_number": month_number(cutoff),
    }


def header(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))
