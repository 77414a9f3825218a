"""The steps of the shift of care between two equal windows."""

from inkoop.base.periods import add_months, month_number
from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values
from kpis.queries.value import NOT_RESTRICTED

SHIFT_STEPS = (
    NOT_RESTRICTED,
    Step("current_allocation"),
    Step("shift_fact"),
    Step("shift_placed"),
    Step("shift_cell"),
    Step("shift_client"),
    Step("shift_bed"),
    Step("flow_scope"),
    "write_shift_transitions",
    "write_shift_categories",
)


def window_before(window: Window) -> Window:
    """The equal window that ends just before."""
    months = month_number(window.last) - month_number(window.first) + 1
    return Window(window.peildatum, add_months(window.first, -months), add_months(window.first, -1))


def shift_values(window: Window) -> Values:
    """The values that the steps are run with."""
    return {
        "peildatum": window.peildatum,
        "only_touched": False,
        "before_first": window_before(window).first,
        "first": window.first,
        "last": window.last,
    }
