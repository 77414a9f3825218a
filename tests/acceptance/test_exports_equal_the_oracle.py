"""The whole way: a generated region through the real import and computation, against the plain rules.

The oracle reads the same files with code of its own. Every cell of every export must be equal.
"""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from inkoop.base.models import Finding
from inkoop.demo.region.region import Order, make
from inkoop.exchange.services import file_order, receive
from kpis.choices import Split
from kpis.rules.months import behaviour_window
from kpis.rules.series import series_window
from kpis.rules.snapshot import as_of
from kpis.services import Asked, behaviour, ibps, month_series, write_export
from tests.oracle import exports
from tests.oracle.region import read_region

PEILDATA = (date(2024, 12, 17), date(2025, 8, 31), date(2026, 3, 31))
SPLITS = (None, "categorie", "productcode", "gemeente")
CAUSE = 4


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_every_cell_of_a_region_equals_the_oracle(seed, tmp_path):
    directory = tmp_path / "regio"
    make(Order("klein", seed, directory))
    refused = import_all(directory)
    assert refused == planted(directory)
    for peildatum in PEILDATA:
        for name, expected in oracle_tables(directory, peildatum).items():
            assert exported(name, peildatum, tmp_path / "export.csv") == expected, (name, peildatum)


def import_all(directory: Path) -> dict[tuple[str, str, int], str]:
    """Loads every delivery; returns the refused rows with their codes."""
    refused = {}
    for folder in sorted(path for path in directory.iterdir() if path.is_dir()):
        for path in file_order(list(folder.glob("*.csv"))):
            delivery = receive(path, received_on=date.fromisoformat(folder.name)).delivery
            found = Finding.objects.filter(delivery=delivery, severity="fout").values_list(
                "row_number", "code"
            )
            codes: dict[int, set[str]] = {}
            for row, code in found:
                codes.setdefault(row, set()).add(code)
            for row, given in codes.items():
                text = " ".join(sorted(given)) if path.name == "declaraties.csv" else "fout"
                refused[folder.name, path.name, row] = text
    return refused


def planted(directory: Path) -> dict[tuple[str, str, int], str]:
    """The refusals that the generator foretells."""
    with (directory / "verwacht.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {(row["received_on"], row["file"], int(row["row"])): row["codes"] for row in rows}


def oracle_tables(directory: Path, peildatum: date) -> dict[str, list[list[str]]]:
    """What the exports must say; the causes of afwijzingen are words and left out."""
    region = read_region(directory, peildatum)
    snapshot = as_of(region.ledger(), peildatum)
    window = behaviour_window(peildatum, None, None)
    tables = {
        f"declaratiegedrag {by or ''}": list(exports.behaviour_table(snapshot, window, by)) for by in SPLITS
    }
    tables["ibp"] = list(exports.ibp_table(snapshot))
    tables["maandreeks"] = list(exports.series_table(snapshot, series_window(snapshot, None, None)))
    tables["afwijzingen"] = [row[:CAUSE] for row in exports.rejections_table(region.rejections)]
    return tables


def exported(name: str, peildatum: date, path: Path) -> list[list[str]]:
    """What the product writes."""
    kind, _, by = name.partition(" ")
    wanted: dict[str, Callable[[], Asked | date]] = {
        "declaratiegedrag": lambda: behaviour(peildatum, split=Split(by)),
        "ibp": lambda: ibps(peildatum),
        "maandreeks": lambda: month_series(peildatum),
        "afwijzingen": lambda: peildatum,
    }
    write_export(wanted[kind](), path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    return [row[:CAUSE] for row in rows] if kind == "afwijzingen" else rows
