"""The steps that give the allocation value W per month, and set it beside what was declared.

``touched`` comes first: it says which allocations take part.
"""

from datetime import date

from inkoop.base.periods import last_of_month
from kpis.queries.steps import Step, Values

NOT_RESTRICTED = Step("touched", source="touched_none")
VALUE_STEPS = (
    Step("current_allocation"),
    Step("month"),
    Step("offer"),
    Step("agreed_price"),
    Step("allocation_piece"),
    Step("allocation_value"),
)
MONTH_STEPS = (Step("line_month"), Step("allocation_month"))
KEPT_MONTHS = Step("allocation_month", source="kept_allocation_month", is_view=True)


def value_values(peildatum: date, first: date, last: date, *, only_touched: bool = False) -> Values:
    """What the steps are run with: W from ``first`` t/m ``last``, as known on the peildatum."""
    return {
        "peildatum": peildatum,
        "span_first": first,
        "span_last": last,
        "value_from": first,
        "value_until": last_of_month(last),
        "only_touched": only_touched,
    }
