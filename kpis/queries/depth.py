"""The steps of what deepens ``declaratiegedrag``: DG10, DG11 and DG13 to DG15 of whole providers."""

from collections.abc import Mapping
from decimal import Decimal

from inkoop.base.periods import add_months, month_number
from kpis.queries.behaviour import Window, behaviour_values
from kpis.queries.steps import Step, Values
from kpis.queries.value import NOT_RESTRICTED

DEPTH_STEPS = (
    NOT_RESTRICTED,
    Step("current_allocation"),
    Step("deep_line"),
    Step("client_cost", source="deep_client_cost"),
    Step("dominant", source="deep_dominant"),
    Step("member"),
    Step("deep_case_mix"),
    Step("deep_duration"),
    Step("deep_after"),
    Step("deep_double"),
    Step("deep_heavier"),
    Step("figure", source="deep_figure"),
    Step("compared"),
    "write_indicators",
)
WHOLE_NUMBERS = ("gap_days", "long_days", "adult_years", "heavier_days")


def depth_values(window: Window, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    months = month_number(window.last) - month_number(window.first) + 1
    return {
        **behaviour_values(window, "", parameters),
        "only_touched": False,
        "before_first": add_months(window.first, -months),
        "known_until": min(window.until, window.peildatum),
        **{name: int(parameters[name]) for name in WHOLE_NUMBERS},
    }
