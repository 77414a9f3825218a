"""The steps of the prognosis. They stand on a maandreeks of the same peildatum that runs to the last month, and on that
of a year ago for the months since.
"""

from collections.abc import Mapping
from datetime import date
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
from kpis.queries.known import first_service_month
from kpis.queries.steps import Step, Values
from kpis.queries.value import NOT_RESTRICTED

FORECAST_STEPS = (
    NOT_RESTRICTED,
    Step("current_allocation"),
    Step("month"),
    Step("forecast_then"),
    Step("forecast_survival"),
    Step("forecast_inflow"),
    Step("forecast_new"),
    Step("forecast_begun"),
    Step("forecast_cost"),
    Step("forecast_season"),
    Step("forecast_foreseen"),
    Step("forecast_level"),
    Step("forecast_shape"),
    Step("forecast_received"),
    Step("forecast_cell"),
    Step("forecast_part"),
    Step("forecast_ladder"),
    Step("forecast_nowcast"),
    Step("forecast_month"),
    "write_forecast",
    "write_forecast_errors",
)
YEAR, TWO_YEARS = 12, 24


def forecast_values(
    window: Window, parameters: Mapping[str, Decimal], series: int, series_year_ago: int, earlier: list[int]
) -> Values:
    """The values that the steps are run with; the series and ``earlier`` are ids of computations."""
    cutoff = last_month_end(window.peildatum)
    newest = first_of_month(cutoff)
    ladder_age, ladder_months = int(parameters["ladder_age"]), int(parameters["ladder_months"])
    mature = last_mature_month(window.peildatum, int(parameters["mature_after"]))
    return {
        "peildatum": window.peildatum,
        "only_touched": False,
        "span_first": window.first,
        "span_last": window.last,
        "newest": newest,
        "newest_number": month_number(newest),
        "year_ago": last_of_month(add_months(newest, -YEAR)),
        "inflow_first": add_months(mature, 1 - YEAR),
        "inflow_last": last_of_month(mature),
        "reported_first": add_months(mature, 1 - YEAR),
        "mature_number": month_number(mature),
        "oldest_age": YEAR - 1 + month_number(newest) - month_number(mature),
        "foreseen_first": add_months(newest, 1 - YEAR),
        "cutoff": cutoff,
        "cutoff_number": month_number(cutoff),
        "ladder_age": ladder_age,
        "ladder_months": ladder_months,
        "ladder_first": add_months(newest, -ladder_age - ladder_months),
        "ladder_last": add_months(newest, -1),
        "credibility_months": int(parameters["credibility_months"]),
        "use_first": add_months(mature, 1 - YEAR),
        "least_completeness": parameters["least_completeness"],
        "mature_first": _first_learnt(window.peildatum, mature),
        "mature_last": mature,
        "mature_until": last_of_month(mature),
        "series": series,
        "series_year_ago": series_year_ago,
        "earlier": earlier,
    }


def _first_learnt(peildatum: date, mature: date) -> date:
    """The first of the last 24 mature months in which anything was declared by then."""
    first = first_service_month(peildatum) or mature
    return min(max(first, add_months(mature, 1 - TWO_YEARS)), mature)
