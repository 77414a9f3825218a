"""The steps of the states of IBPs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from inkoop.base.periods import add_months, last_mature_month, last_of_month
from kpis.queries.steps import Step, Values

FROM_FACTS = Step("ibp_month")
FROM_TOTALS = Step("ibp_month", source="kept_ibp_month", is_view=True)


def ibp_steps(*, from_totals: bool) -> tuple[Step | str, ...]:
    """Everything that is run."""
    return (
        Step("ibp_current"),
        Step("ibp_linked"),
        FROM_TOTALS if from_totals else FROM_FACTS,
        Step("ibp_used"),
        Step("ibp_state"),
        "write_ibps",
        "write_overrun_rates",
    )


def ibp_values(peildatum: date, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    last = last_mature_month(peildatum, int(parameters["mature_after"]))
    burn_first = add_months(last, 1 - int(parameters["burn_months"]))
    return {
        "peildatum": peildatum,
        "burn_first": burn_first,
        "burn_last": last,
        "burn_end": last_of_month(last),
        "burn_days": (last_of_month(last) - burn_first).days + 1,
        "ended_first": add_months(last, 1 - int(parameters["window_months"])),
        "ended_last": last,
        "ended_until": last_of_month(last),
        **{name: parameters[name] for name in ("ibp_warning", "ibp_full")},
    }
