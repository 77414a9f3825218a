"""Writes an export of a generated region, computed from its delivered files."""

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kpis.rules.months import behaviour_window
from kpis.rules.series import series_window
from kpis.rules.snapshot import as_of
from tests.oracle import exports
from tests.oracle.exports import Cells
from tests.oracle.fields import month
from tests.oracle.region import read_region

NAMES = ("declaratiegedrag", "ibp", "maandreeks", "afwijzingen")


def arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("region", type=Path, help="map met DIR/<ontvangen-op>/<soort>.csv")
    parser.add_argument("--peildatum", type=date.fromisoformat, required=True)
    parser.add_argument("--export", choices=NAMES, required=True)
    parser.add_argument("--by", choices=("categorie", "productcode", "gemeente"))
    parser.add_argument("--from", dest="first", type=month, help="eerste maand, JJJJ-MM")
    parser.add_argument("--to", dest="last", type=month, help="laatste maand, JJJJ-MM")
    parser.add_argument("-o", "--output", type=Path, help="bestand; zonder: het scherm")
    return parser.parse_args(words)


def table(asked: argparse.Namespace) -> Iterable[Cells]:
    region = read_region(asked.region, asked.peildatum)
    if asked.export == "afwijzingen":
        return exports.rejections_table(region.rejections)
    snapshot = as_of(region.ledger(), asked.peildatum)
    if asked.export == "ibp":
        return exports.ibp_table(snapshot)
    if asked.export == "maandreeks":
        return exports.series_table(snapshot, series_window(snapshot, asked.first, asked.last))
    window = behaviour_window(asked.peildatum, asked.first, asked.last)
    return exports.behaviour_table(snapshot, window, asked.by)


def main(words: list[str]) -> None:
    asked = arguments(words)
    rows = table(asked)
    if asked.output is None:
        write(rows, sys.stdout)
        return
    with asked.output.open("w", encoding="utf-8", newline="") as file:
        write(rows, file)


def write(rows: Iterable[Cells], file: object) -> None:
    csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(sys.argv[1:])
