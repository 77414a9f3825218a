"""The steps that give the allocation value W per month.

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
    Step("allocation_month"),
)


def value_values(
    peildatum: date,
    first: date,
    last: date,
    *,
    span_last: date | None = None,
    only_touched: bool = False,
    unknown: tuple[int, ...] = (),
) -> Values:
    """What the steps are run with: W from ``first`` t/m ``last``, as known on the peildatum.

    ``unknown`` deliveries do not exist. ``span_last`` is the last month that later steps speak of.
    """
    return {
        "peildatum": peildatum,
        "span_first": first,
        "span_last": span_last or last,
        "value_from": first,
        "value_until": last_of_month(last),
        "only_touched": only_touched,
        "unknown": list(unknown),
    }
