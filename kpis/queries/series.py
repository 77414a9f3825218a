"""The steps of the maandreeks."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from inkoop.base.periods import add_months, last_mature_month, last_month_end, month_number
from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values
from kpis.queries.value import KEPT_MONTHS, MONTH_STEPS, NOT_RESTRICTED, VALUE_STEPS, value_values

FROM_FACTS = (
    NOT_RESTRICTED,
    *VALUE_STEPS,
    Step("line_fact", is_view=True),
    *MONTH_STEPS,
    Step("received_month"),
    Step("counted_month", is_view=True),
    Step("category_month"),
)
FROM_TOTALS = (
    Step("month"),
    KEPT_MONTHS,
    Step("received_month", source="kept_received_month", is_view=True),
    Step("category_month", source="kept_category_month", is_view=True),
)
SERIES = (
    Step("undefined_allocation"),
    Step("utilisation"),
    Step("complete"),
    Step("series_cell", is_view=True),
    "write_months",
)


def series_steps(*, from_totals: bool) -> tuple[Step | str, ...]:
    """Everything that is run."""
    return (*(FROM_TOTALS if from_totals else FROM_FACTS), *SERIES)


def series_span(window: Window, parameters: Mapping[str, Decimal]) -> tuple[date, date]:
    """The first and last month of the window and of the historic utilisation together."""
    first, last = historic_months(window.peildatum, parameters)
    return min(window.first, first), max(window.last, last)


def historic_months(peildatum: date, parameters: Mapping[str, Decimal]) -> tuple[date, date]:
    """The last 12 mature months."""
    last = last_mature_month(peildatum, int(parameters["mature_after"]))
    return add_months(last, 1 - int(parameters["window_months"])), last


def series_values(window: Window, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    mature_first, mature_last = historic_months(window.peildatum, parameters)
    span_first, span_last = series_span(window, parameters)
    cutoff = last_month_end(window.peildatum)
    ladder_age, ladder_months = int(parameters["ladder_age"]), int(parameters["ladder_months"])
    ladder_first = add_months(cutoff, -ladder_age - ladder_months)
    return {
        **value_values(window.peildatum, span_first, span_last),
        "first": window.first,
        "last": window.last,
        "line_first": min(span_first, ladder_first),
        "line_last": max(span_last, add_months(cutoff, -1)),
        "mature_first": mature_first,
        "mature_last": mature_last,
        "cutoff": cutoff,
        "received_until": cutoff,
        "cutoff_number": month_number(cutoff),
        "ladder_age": ladder_age,
        "ladder_months": ladder_months,
        "ladder_first": ladder_first,
        "ladder_last": add_months(cutoff, -1),
        "least_completeness": parameters["least_completeness"],
    }
