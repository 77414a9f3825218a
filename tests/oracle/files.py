"""The delivered files of a region: DIR/<received-on>/<kind>.csv, in the order of loading."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.oracle.fields import KINDS, Fields, parse_row


@dataclass(frozen=True)
class DeliveredFile:
    """One file; ``sequence`` counts the files of the region in the order of loading."""

    kind: str
    received_on: date
    sequence: int
    path: Path

    def rows(self) -> Iterator[Fields]:
        """The data rows, numbered from 1; empty rows are passed over and not counted."""
        with self.path.open(encoding="utf-8-sig", newline="") as lines:
            first = lines.readline()
            separator = ";" if first.count(";") >= first.count(",") else ","
            lines.seek(0)
            reader = csv.DictReader(lines, delimiter=separator, strict=True)
            reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
            for number, texts in enumerate(reader, start=1):
                yield parse_row(self.kind, number, texts)


def delivered_files(directory: Path, peildatum: date) -> list[DeliveredFile]:
    """The files received on or before the peildatum, by day, kind and file name.

    The kind is what the file name begins with: ``declaraties.csv``, ``declaraties-2.csv``.
    """
    found = sorted(
        (date.fromisoformat(path.parent.name), KINDS.index(kind), path.name, path)
        for path in directory.glob("????-??-??/*.csv")
        if (kind := kind_of(path)) is not None
    )
    return [
        DeliveredFile(KINDS[kind], received_on, sequence, path)
        for sequence, (received_on, kind, _, path) in enumerate(found, start=1)
        if received_on <= peildatum
    ]


def kind_of(path: Path) -> str | None:
    """The kind of a file by its name; None for other files, such as ``*.uitkomst.csv``."""
    if ".uitkomst" in path.name:
        return None
    return next((kind for kind in KINDS if path.name.startswith(kind)), None)
