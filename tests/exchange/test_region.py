"""A generated region through the import: every planted error is refused with its codes, and nothing else is.

One small region in the normal run; ``REGION_SEEDS=1,2,3,4,5`` loads others, about half a minute each.
"""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from inkoop.demo.region.region import Order, make
from inkoop.exchange.services import file_order
from tests.exchange.cast import codes, deliver_text

SEEDS = [int(seed) for seed in os.environ.get("REGION_SEEDS", "1").split(",")]

Refused = dict[tuple[str, str, int], str]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.usefixtures("committed")
def test_planted_errors_are_refused_with_their_codes_and_nothing_else_is(seed, tmp_path):
    make(Order(size="klein", seed=seed, directory=tmp_path, clients_as="bsn" if seed % 2 else "client"))
    planted = planted_errors(tmp_path)
    assert load(tmp_path) == planted
    assert len(planted) > 100


def planted_errors(folder: Path) -> Refused:
    with (folder / "verwacht.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter=";")
        return {(row["received_on"], row["file"], int(row["row"])): row["codes"] for row in rows}


def load(folder: Path) -> Refused:
    """Loads all deliveries in their order; gives the refused rows with their codes."""
    refused: Refused = {}
    for day in sorted(path for path in folder.iterdir() if path.is_dir()):
        for path in file_order(list(day.glob("*.csv"))):
            found = load_file(path, date.fromisoformat(day.name))
            refused |= {(day.name, path.name, number): text for number, text in found.items()}
    return refused


def load_file(path: Path, received_on: date) -> dict[int, str]:
    """The refused rows of one file; of registers the region only knows that they are wrong."""
    delivery = deliver_text(path.read_bytes(), name=path.name, received_on=received_on).delivery
    found = {number: " ".join(sorted(set(row))) for number, row in codes(delivery).items()}
    assert delivery.rows_refused == len(found)
    return found if path.name == "declaraties.csv" else dict.fromkeys(found, "fout")
