"""What the commands of the figures are asked with."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from kpis.choices import ComputationName, Split
from kpis.services import (
    Asked,
    behaviour,
    change,
    depth,
    flow,
    forecast,
    ibps,
    kpis,
    month_series,
    referrers,
    shift,
    use,
)

STEERING = {
    ComputationName.DEPTH.value: depth,
    ComputationName.CHANGE.value: change,
    ComputationName.FLOW.value: flow,
    ComputationName.SHIFT.value: shift,
    ComputationName.REFERRERS.value: referrers,
    ComputationName.FORECAST.value: forecast,
    ComputationName.USE.value: use,
}


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is geen datum. Schrijf een dag als JJJJ-MM-DD.") from None


def month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ArgumentTypeError(f"{text} is geen maand. Schrijf een maand als JJJJ-MM.") from None


def add_window(parser: ArgumentParser) -> None:
    """--from, --to and --by."""
    parser.add_argument("--from", dest="first", type=month, metavar="JJJJ-MM", help="Eerste maand.")
    parser.add_argument("--to", dest="last", type=month, metavar="JJJJ-MM", help="Laatste maand.")
    parser.add_argument(
        "--by",
        dest="split",
        choices=[split.value for split in Split if split],
        default=Split.NONE.value,
        help="Splits declaratiegedrag uit.",
    )


def asked(name: str, options: dict[str, Any], peildatum: date) -> Asked:
    """What the options ask of one computation; raises WrongWindow."""
    if name == ComputationName.IBP:
        return ibps(peildatum)
    if name == ComputationName.KPIS:
        return kpis(peildatum)
    if name == ComputationName.MONTH_SERIES:
        return month_series(peildatum, options["first"], options["last"])
    if name in STEERING:
        return STEERING[name](peildatum, options["first"], options["last"])
    return behaviour(peildatum, options["first"], options["last"], Split(options["split"]))
