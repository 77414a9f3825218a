"""The files that are measured with: a first load of many lines and the month after it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inkoop.demo.region.region import Order, make
from inkoop.exchange.services import file_order, receive

LINES = "declaraties.csv"


@dataclass(frozen=True, slots=True)
class Files:
    first: Path
    first_on: date
    month: Path
    month_on: date


def prepare(folder: Path, size: str, lines: int, month: int) -> Files:
    """Makes a region without errors, loads its registers and cuts the two files out of its declarations."""
    region = folder / "regio"
    make(Order(size, 1, region, errors=False))
    days = sorted(path for path in region.iterdir() if (path / LINES).exists())
    files, last = _cut(folder, days, lines, month)
    if _length(files.first) != lines or _length(files.month) != month:
        raise SystemExit(
            f"De regio {size} heeft te weinig regels: kies een grotere met --size, of minder met --lines."
        )
    for day in sorted(path for path in region.iterdir() if path.is_dir() and path.name <= last):
        for path in file_order([path for path in day.glob("*.csv") if path.name != LINES]):
            receive(path, received_on=date.fromisoformat(day.name))
    return files


def _cut(folder: Path, days: list[Path], lines: int, month: int) -> tuple[Files, str]:
    """A first load holds debits only: a credit cannot take back what comes in the same file."""
    credited = {(row["agb"], row["vorig_referentienummer"]) for day in days for row in _rows(day)}
    first, after = folder / "eerste.csv", folder / "maand.csv"
    with (
        first.open("w", encoding="utf-8", newline="") as one,
        after.open("w", encoding="utf-8", newline="") as two,
    ):
        writers = None
        counts, reached, last = [0, 0], days[0], days[0]
        for day in days:
            full = counts[0] >= lines
            for row in _rows(day):
                writers = writers or _writers((one, two), row)
                place = 1 if full else 0
                if counts[place] >= (month if full else lines) or _is_paired(row, credited):
                    continue
                writers[place].writerow(row)
                counts[place] += 1
            reached, last = reached if full else day, day
            if counts[1] >= month:
                break
    return Files(first, date.fromisoformat(reached.name), after, date.fromisoformat(last.name)), last.name


def _length(path: Path) -> int:
    with path.open(encoding="utf-8") as file:
        return sum(1 for _ in file) - 1


def _is_paired(row: dict[str, str], credited: set[tuple[str, str]]) -> bool:
    return bool(row["vorig_referentienummer"]) or (row["agb"], row["referentienummer"]) in credited


def _rows(day: Path) -> Iterator[dict[str, str]]:
    with (day / LINES).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _writers(files: tuple, row: dict[str, str]) -> list[csv.DictWriter]:
    writers = [csv.DictWriter(file, list(row), delimiter=";", lineterminator="\n") for file in files]
    for writer in writers:
        writer.writeheader()
    return writers
