"""The steps of the maandreeks."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from inkoop.base.periods import add_months, last_mature_month, last_month_end, last_of_month, month_number
from kpis.queries.behaviour import Window
from kpis.queries.steps import Values, make_table, run

STEPS = (
    "category",
    "current_allocation",
    "month",
    "offer",
    "agreed_price",
    "allocation_piece",
    "allocation_month",
    "undefined_allocation",
    "utilisation",
    "complete",
    "series_cell",
)
WRITES = ("write_months",)


def series_values(window: Window, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with. The span also holds the months of the historic utilisation."""
    mature_last = last_mature_month(window.peildatum, int(parameters["mature_after"]))
    mature_first = add_months(mature_last, 1 - int(parameters["window_months"]))
    span_first, span_last = min(window.first, mature_first), max(window.last, mature_last)
    cutoff = last_month_end(window.peildatum)
    ladder_age, ladder_months = int(parameters["ladder_age"]), int(parameters["ladder_months"])
    return {
        "peildatum": window.peildatum,
        "first": window.first,
        "last": window.last,
        "span_first": span_first,
        "span_last": span_last,
        "mature_first": mature_first,
        "mature_last": mature_last,
        "mature_until": last_of_month(mature_last),
        "value_from": span_first,
        "value_until": last_of_month(span_last),
        "cutoff": cutoff,
        "cutoff_number": month_number(cutoff),
        "ladder_age": ladder_age,
        "ladder_months": ladder_months,
        "ladder_first": add_months(cutoff, -ladder_age - ladder_months),
        "ladder_last": add_months(cutoff, -1),
        "least_completeness": parameters["least_completeness"],
    }


def compute(cursor: CursorWrapper, computation_id: int, values: Values) -> Iterator[str]:
    """Runs the steps and writes the rows of the computation; yields the name of each step when done."""
    for name in STEPS:
        make_table(cursor, name, values)
        yield name
    for name in WRITES:
        run(cursor, name, {"computation": computation_id, **values})
        yield name
