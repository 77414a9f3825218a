"""The steps of the use of care per municipality and year."""

from kpis.queries.behaviour import Window
from kpis.queries.steps import Step, Values

USE_STEPS = (Step("use_allocation"), Step("use_fact"), Step("use_client"), "write_use")


def use_values(window: Window) -> Values:
    """The values that the steps are run with."""
    return {"peildatum": window.peildatum, "first": window.first, "last": window.last}
