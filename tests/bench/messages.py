"""Goal 3: a JW323 from file to accepted rows, against lxml iterparse and the same rows as a table; and its memory."""

import csv
import subprocess  # nosec B404 -- starts this project's own code
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from inkoop.exchange.ijw.reading import open_message
from inkoop.exchange.ijw.sources import sources
from inkoop.exchange.ijw.tables import message_table
from inkoop.exchange.services import receive
from tests.bench.figures import Figure, Spent, seconds
from tests.bench.large_message import iterparse_alone, rows, write_large
from tests.bench.loading import run
from tests.ijw.cast import AGB, PLACE

READING, MEMORY, GROWTH = 1.5, 64, 1.1
RECEIVED, EARLIER = date(2026, 5, 7), date(2026, 4, 2)
PEAK = """
import sys
from pathlib import Path
from tests.bench.large_message import peak, rows
sum(1 for _ in rows(Path(sys.argv[1])))
print(peak())
"""
ALLOCATION_COLUMNS = (
    *(
        "gemeentecode",
        "toewijzingnummer",
        "bsn",
        "agb",
        "productcategorie",
        "productcode",
        "toewijzingsdatum",
    ),
    *("ingangsdatum", "einddatum", "volume", "eenheid", "frequentie"),
)
GROUND = {
    "gemeenten": f"gemeentecode;naam\n{PLACE};Aarveld\n",
    "aanbieders": f"agb;naam\n{AGB};Een\n",
    "productcodes": "productcode;productcategorie;eenheid\n45A03;45;04\n",
    "contracten": f"contractnummer;agb;begin;eind\nM1;{AGB};2025-01-01;2027-12-31\n",
    "tarieven": "contractnummer;productcode;begin;eind;tarief;eenheid\nM1;45A03;2025-01-01;2027-12-31;1250;04\n",
}


def figures(folder: Path, lines: int, pairs: int) -> Iterator[Figure]:
    """Of a message with so many lines, and of one ten times as long for its memory."""
    path, long = folder / "jw323.xml", folder / "lang.xml"
    write_large(path, lines)
    table = _ground_and_table(folder, path)
    found = [
        (
            seconds(lambda: iterparse_alone(path)),
            seconds(lambda: sum(1 for _ in rows(path))),
            _loaded(path),
            _loaded(table),
        )
        for _ in range(pairs)
    ]
    alone, reading, as_message, as_table = (list(series) for series in zip(*found, strict=True))
    goal = [_goal(one, other) for one, other in zip(as_table, alone, strict=True)]
    yield Figure("JW323 tot in de boeken, tegen tabel + 1,5 lezen", as_message, goal, 1)
    yield Figure("JW323 lezen en toetsen, tegen iterparse alleen", reading, alone, READING)
    write_large(long, 10 * lines)
    short_peak, long_peak = Spent(_peak(path)), Spent(_peak(long))
    yield Figure("geheugen van het lezen", long_peak, Spent(MEMORY), 1, "MB")
    yield Figure("geheugen bij tien keer zoveel regels", long_peak, short_peak, GROWTH, "MB")


def _goal(as_table: Spent, alone: Spent) -> Spent:
    return Spent(as_table.wall + READING * alone.wall, (as_table.cpu or 0) + READING * (alone.cpu or 0))


def _ground_and_table(folder: Path, path: Path) -> Path:
    """Loads what the message needs, and writes its lines as a table."""
    header = message_table(open_message(sources(path)[0])).header
    table, allocations = folder / "declaraties-jw323.csv", folder / "toewijzingen-jw323.csv"
    with (
        table.open("w", encoding="utf-8", newline="") as lines,
        allocations.open("w", encoding="utf-8", newline="") as given,
    ):
        write, give = csv.writer(lines, delimiter=";"), csv.writer(given, delimiter=";")
        write.writerow(header)
        give.writerow(ALLOCATION_COLUMNS)
        for row in rows(path):
            write.writerow(row)
            one = dict(zip(header, row, strict=True))
            product = ("45", "45A03", "2026-01-01", "2026-01-01", "2026-12-31", "100", "04", "4")
            give.writerow([PLACE, one["toewijzingnummer"], one["bsn"], AGB, *product])
    for kind, text in GROUND.items():
        (folder / f"{kind}-jw323.csv").write_text(text, encoding="utf-8")
    for one_path in [*(folder / f"{kind}-jw323.csv" for kind in GROUND), allocations]:
        receive(one_path, received_on=EARLIER)
    return table


def _loaded(path: Path) -> Spent:
    """What it takes to load the file, which is taken back."""
    with transaction.atomic():
        run("DISCARD TEMP")
        spent = seconds(lambda: _receive_all(path))
        transaction.set_rollback(True)
    return spent


def _receive_all(path: Path) -> None:
    delivery = receive(path, received_on=RECEIVED).delivery
    if delivery.rows_refused != 0:
        raise ValueError(delivery.message or f"{delivery.rows_refused} regels geweigerd")


def _peak(path: Path) -> int:
    done = subprocess.run(  # nosec B603 -- fixed command
        [sys.executable, "-c", PEAK, str(path)], check=True, capture_output=True, text=True
    )
    return int(done.stdout)
