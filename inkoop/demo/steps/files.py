"""The deliveries of the demo region: made once, found again the next time."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inkoop.demo.region.region import Order, make
from inkoop.exchange.services import file_order

YEARS_BEFORE = 2  # the region lasts three years, of which this is the last


@dataclass(frozen=True, slots=True)
class Day:
    """The files that are received on one day, in loading order."""

    received_on: date
    paths: list[Path]


def found_region(data: Path, size: str, seed: int) -> Path | None:
    """The region that was made before, whatever its years: its deliveries are in the database."""
    return next(iter(sorted(data.glob(f"regio-{size}-{seed}-[0-9]*[0-9]"))), None)


def make_region(data: Path, size: str, seed: int, *, today: date) -> tuple[Path, int]:
    """Makes the files beside their place and moves them there, so that half a region is never taken for a whole.

    The region runs t/m December of this year: what is still to come is loaded when its day has come.
    Returns the folder and the number of declaration lines.
    """
    first_year = today.year - YEARS_BEFORE
    folder = data / f"regio-{size}-{seed}-{first_year}"
    unfinished = folder.with_name(folder.name + ".deel")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    made = make(Order(size=size, seed=seed, directory=unfinished, first_year=first_year))
    unfinished.rename(folder)
    return folder, made.lines


def days_in(folder: Path) -> Iterator[Day]:
    """The days in order of receipt."""
    for day in sorted(path for path in folder.iterdir() if path.is_dir()):
        yield Day(date.fromisoformat(day.name), file_order(sorted(day.glob("*.csv"))))
