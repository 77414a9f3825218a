"""Reads a generated region back, as plain rows."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def days(region: Path) -> list[Path]:
    return sorted(path for path in region.iterdir() if path.is_dir())


def expected(region: Path) -> dict[tuple[str, str, int], Row]:
    """The rows that must be refused, by day, file and row."""
    rows = read(region / "verwacht.csv")
    return {(row["received_on"], row["file"], int(row["row"])): row for row in rows}


def all_rows(region: Path, kind: str) -> Iterator[tuple[str, int, Row]]:
    """Day, row number and row, in the order in which they are loaded."""
    for day in days(region):
        path = day / f"{kind}.csv"
        if path.exists():
            for number, row in enumerate(read(path), 1):
                yield day.name, number, row


def good_rows(region: Path, kind: str) -> list[Row]:
    """The rows that are not expected to be refused, with the day on which they were received."""
    refused = expected(region)
    return [
        {**row, "received_on": day}
        for day, number, row in all_rows(region, kind)
        if (day, f"{kind}.csv", number) not in refused
    ]


def by_allocation(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row["gemeentecode"], row["toewijzingnummer"]].append(row)
    return found


def signed(row: Row) -> int:
    return int(row["bedrag"]) * (1 if row["debet_credit"] == "D" else -1)
