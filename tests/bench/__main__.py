"""``python -m tests.bench``: one line per figure, and all of them as JSON."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

PARTS = ("lading", "geheugen", "maand", "cijfers", "geraakt", "berichten", "lezen")
QUICK = ("klein", 4_000, 400, 2)


def main() -> None:
    asked = arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inkoop.settings")
    django.setup()
    from tests.bench.figures import HEADER  # noqa: PLC0415 -- needs Django

    say(f"Regio {asked.size}, {asked.lines} regels, maand {asked.month}, {asked.pairs} paren.\n{HEADER}")
    found = []
    with tempfile.TemporaryDirectory(prefix="inkoop-bench-") as folder:
        for figure in figures(asked, Path(folder)):
            found.append(figure.as_json())
            say(figure.line())
            asked.json.write_text(json.dumps(found, indent=2), encoding="utf-8")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def figures(asked: argparse.Namespace, folder: Path) -> Iterator:
    from tests.bench import computing, loading, memory, messages, reading, region  # noqa: PLC0415 -- needs Django

    files = region.prepare(folder, asked.size, asked.lines, asked.month)
    parts = {
        "lading": lambda: loading.first_load(files, asked.pairs),
        "geheugen": lambda: memory.importing_process(files, folder),
        "maand": lambda: loading.monthly_batch(files, asked.pairs, folder),
        "cijfers": lambda: computing.from_scratch(files, asked.pairs),
        "geraakt": lambda: computing.after_batch(files, asked.pairs),
        "berichten": lambda: messages.figures(folder, asked.month, asked.pairs),
        "lezen": lambda: reading.figures(files, asked.pairs),
    }
    chosen = asked.only or list(parts)
    if "lading" not in chosen:
        loading.fill(files)
    for name, part in parts.items():
        if name in chosen:
            yield from part()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Meet de snelheid als verhouding."
    )
    parser.add_argument("--size", default="regio", help="omvang van de regio (regio)")
    parser.add_argument("--lines", type=int, default=1_000_000, help="regels van de eerste lading")
    parser.add_argument("--month", type=int, default=50_000, help="regels van de maand erna")
    parser.add_argument("--pairs", type=int, default=5, help="metingen per verhouding")
    parser.add_argument("--only", action="append", choices=PARTS, help="alleen dit deel; mag vaker")
    parser.add_argument(
        "--quick", action="store_true", help="klein en met weinig paren: om te zien dat het werkt"
    )
    parser.add_argument("--json", type=Path, default=Path("bench.json"), help="bestand voor de cijfers")
    asked = parser.parse_args()
    if asked.quick:
        asked.size, asked.lines, asked.month, asked.pairs = QUICK
    return asked


if __name__ == "__main__":
    main()
