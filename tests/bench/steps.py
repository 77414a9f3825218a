"""``python -m tests.bench.steps 5``: a region of that many million lines, step by step, for docs/schaal.md.

Needs an empty, migrated database (``make exec``). Per step the seconds by the clock and of processors, and the latter
per million lines; at the end what the database takes.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import django

MILLION = 1_000_000
MONTH = 50_000
ROOM = 1.2  # the region is made larger than what is cut out of it
LINES_OF_REGIO = 2 * MILLION


def main() -> None:
    millions = float(sys.argv[1])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")
    django.setup()
    with tempfile.TemporaryDirectory(prefix="inkoop-stappen-") as folder:
        measure(millions, Path(folder))


def measure(millions: float, folder: Path) -> None:
    from inkoop.demo.region.shape import SHAPES  # noqa: PLC0415 -- needs Django
    from inkoop.exchange.services import receive  # noqa: PLC0415 -- needs Django
    from kpis.services import compute_all  # noqa: PLC0415 -- needs Django
    from tests.bench import region  # noqa: PLC0415 -- needs Django

    times = millions * MILLION * ROOM / LINES_OF_REGIO
    wide = SHAPES["regio"]
    SHAPES["stappen"] = replace(
        wide, name="stappen", running=round(wide.running * times), clients=round(wide.clients * times)
    )
    files = region.prepare(folder, "stappen", round(millions * MILLION), MONTH)
    say(f"{'stap':<34} {'klok':>9} {'processor':>9} {'per miljoen':>11}")
    step("eerste lading", millions, lambda: receive(files.first, received_on=files.first_on))
    step("alle cijfers vanaf niets", millions, lambda: compute_all(peildatum=files.month_on))
    step("maand van 50.000 regels", millions, lambda: receive(files.month, received_on=files.month_on))
    step("geraakte cijfers", millions, lambda: compute_all(peildatum=files.month_on))
    say(f"database {size_of_database() / MILLION:.0f} MB")


def step(name: str, millions: float, work: Callable[[], object]) -> None:
    from tests.bench.figures import seconds  # noqa: PLC0415 -- needs Django

    spent = seconds(work)
    cpu = spent.cpu or 0
    say(f"{name:<34} {spent.wall:>7.1f} s {cpu:>7.1f} s {cpu / millions:>9.1f} s")


def size_of_database() -> int:
    from django.db import connection  # noqa: PLC0415 -- needs Django

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
