"""The steps of the prognosis. They stand on a maandreeks of the same peildatum that runs to the last month."""

from collections.abc import Mapping
from decimal import Decimal

from inkoop.base.periods import (
    add_months,
    first_of_month,
    last_mature_month,
    last_month_end,
    last_of_month,
    month_number,
)
from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values
from kpis.queries.value import NOT_RESTRICTED

FORECAST_STEPS = (
    NOT_RESTRICTED,
    Step("current_allocation"),
    Step("month"),
    Step("forecast_then"),
    Step("forecast_survival"),
    Step("forecast_inflow"),
    Step("forecast_begun"),
    Step("forecast_cost"),
    Step("forecast_season"),
    Step("forecast_month"),
    "write_forecast",
    "write_forecast_errors",
)
YEAR, TWO_YEARS = 12, 24


def forecast_values(
    window: Window, parameters: Mapping[str, Decimal], series: int, earlier: list[int]
) -> Values:
    """The values that the steps are run with; ``series`` and ``earlier`` are ids of computations."""
    newest = first_of_month(last_month_end(window.peildatum))
    mature = last_mature_month(window.peildatum, int(parameters["mature_after"]))
    return {
        "peildatum": window.peildatum,
        "only_touched": False,
        "span_first": window.first,
        "span_last": window.last,
        "newest": newest,
        "newest_number": month_number(newest),
        "year_ago": last_of_month(add_months(newest, -YEAR)),
        "inflow_first": add_months(newest, 1 - YEAR),
        "inflow_last": last_of_month(newest),
        "use_first": add_months(mature, 1 - YEAR),
        "least_completeness": parameters["least_completeness"],
        "mature_first": add_months(mature, 1 - TWO_YEARS),
        "mature_last": mature,
        "mature_until": last_of_month(mature),
        "series": series,
        "earlier": earlier,
    }
