"""The steps of the change of spending between two periods."""

from inkoop.base.periods import add_months, month_number
from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values

CHANGE_STEPS = (
    Step("allocation_referrer"),
    Step("change_fact"),
    Step("change_client"),
    Step("change_use"),
    Step("change_effect"),
    Step("change_whole"),
    "write_changes",
)
MONTHS_OF_YEAR = 12


def earlier_window(window: Window) -> Window:
    """The same calendar months, as many whole years before as keeps the two periods apart."""
    length = month_number(window.last) - month_number(window.first) + 1
    back = -MONTHS_OF_YEAR * -(-length // MONTHS_OF_YEAR)
    return Window(window.peildatum, add_months(window.first, back), add_months(window.last, back))


def change_values(window: Window) -> Values:
    """The values that the steps are run with."""
    earlier = earlier_window(window)
    return {
        "peildatum": window.peildatum,
        "first": window.first,
        "last": window.last,
        "earlier_first": earlier.first,
        "earlier_last": earlier.last,
    }
