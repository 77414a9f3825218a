"""The options of the generator, for the management command and for use without Django."""

import argparse
from pathlib import Path
from time import monotonic
from typing import Any

from inkoop.demo.region.days import FIRST_YEAR
from inkoop.demo.region.region import Order, make
from inkoop.demo.region.shape import SHAPES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=sorted(SHAPES), default="klein", help="omvang van de regio")
    parser.add_argument("--seed", type=int, default=1, help="zelfde getal, zelfde bestanden")
    parser.add_argument(
        "--first-year", type=int, default=FIRST_YEAR, metavar="JAAR", help="eerste van de drie jaren"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, help="map waarin de leveringen komen")
    parser.add_argument(
        "--xml", action="store_true", help="schrijf de declaraties ook als JW323-berichten (bsn)"
    )
    parser.add_argument(
        "--clients-as", choices=["client", "bsn"], default="client", help="pseudoniem of test-bsn"
    )
    parser.add_argument("--no-errors", action="store_true", help="zonder gezaaide fouten")


def run(options: dict[str, Any]) -> str:
    """Makes the region and says in one line what was made."""
    started = monotonic()
    made = make(
        Order(
            size=options["size"],
            seed=options["seed"],
            directory=options["output"],
            xml=options["xml"],
            clients_as="bsn" if options["xml"] else options["clients_as"],
            errors=not options["no_errors"],
            first_year=options["first_year"],
        )
    )
    return (
        f"{options['output']}: {made.lines} declaratieregels, {made.refusals} gezaaide fouten in verwacht.csv,"
        f" {monotonic() - started:.1f} seconden."
    )
