"""The steps of in-, through- and outflow."""

from collections.abc import Mapping
from decimal import Decimal

from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values
from kpis.queries.value import NOT_RESTRICTED

FLOW_STEPS = (
    NOT_RESTRICTED,
    Step("current_allocation"),
    Step("month"),
    Step("flow_stop"),
    Step("flow_allocation"),
    Step("flow_link"),
    Step("flow_chain"),
    Step("flow_news"),
    Step("trajectory"),
    Step("flow_level"),
    Step("flow_stay"),
    Step("flow_whole"),
    Step("flow_placed"),
    Step("flow_onward"),
    Step("flow_counted"),
    Step("flow_cell"),
    Step("flow_next"),
    Step("flow_transition"),
    Step("flow_wait"),
    Step("flow_outcome"),
    Step("flow_scope"),
    "write_flow_cells",
    "write_flow_transitions",
    "write_flow_outcomes",
)
WHOLE_NUMBERS = ("gap_days", "onward_days", "repeat_days", "silence_months", "long_days", "wait_norm_days")


def flow_values(window: Window, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    return {
        "peildatum": window.peildatum,
        "only_touched": False,
        "span_first": window.first,
        "span_last": window.last,
        "first": window.first,
        "until": min(window.until, window.peildatum),
        **{name: int(parameters[name]) for name in WHOLE_NUMBERS},
    }
