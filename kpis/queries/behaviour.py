"""The steps of ``declaratiegedrag``: of whole providers, or of their parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inkoop.base.periods import add_months, last_mature_month, last_of_month
from kpis.choices import INDICATORS, Direction, Split
from kpis.queries.steps import Step, Values
from kpis.queries.value import KEPT_MONTHS, MONTH_STEPS, NOT_RESTRICTED, VALUE_STEPS, value_values

FROM_FACTS = (
    NOT_RESTRICTED,
    *VALUE_STEPS,
    Step("line_fact", is_view=True),
    *MONTH_STEPS,
    Step("counted_month", is_view=True),
    Step("provider_month"),
    Step("booked_day"),
)
FROM_TOTALS = (
    Step("month"),
    KEPT_MONTHS,
    Step("provider_month", source="kept_provider_month", is_view=True),
    Step("booked_day", source="kept_booked_day", is_view=True),
)
OF_PROVIDERS = (
    Step("client_cost"),
    Step("dominant"),
    Step("delayed"),
    Step("booked"),
    Step("refused"),
    Step("followed"),
    Step("credited"),
    Step("undefined_allocation"),
    Step("utilisation"),
    Step("member"),
    Step("scope"),
)
OF_PARTS = (
    NOT_RESTRICTED,
    Step("current_allocation"),
    Step("month"),
    Step("client_cost", source="client_cost_part"),
    Step("delayed", source="delayed_part"),
    Step("booked", source="booked_part"),
    Step("refused", source="refused_part"),
    Step("followed"),
    Step("credited", source="credited_part"),
    Step("known_provider"),
    Step("scope", source="scope_part"),
)
WHOLE = (*OF_PROVIDERS, Step("line_figure"), Step("figure"), Step("compared"), "write_indicators")
PARTS = (*OF_PARTS, Step("line_figure"), "write_part_indicators")


@dataclass(frozen=True, slots=True)
class Window:
    """Months ``first`` t/m ``last``, as first days, seen from a peildatum."""

    peildatum: date
    first: date
    last: date

    @property
    def until(self) -> date:
        """The last day of the window."""
        return last_of_month(self.last)

    def mature_last(self, mature_after: int) -> date:
        """The last mature month of the window; before ``first`` when it has none."""
        newest = min(self.last, last_mature_month(self.peildatum, mature_after))
        return max(newest, add_months(self.first, -1))


def behaviour_steps(split: str, *, from_totals: bool) -> tuple[Step | str, ...]:
    """Everything that is run; parts are always computed from the facts."""
    if split != Split.NONE:
        return PARTS
    return (*(FROM_TOTALS if from_totals else FROM_FACTS), *WHOLE)


def behaviour_values(window: Window, split: str, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    mature_last = window.mature_last(int(parameters["mature_after"]))
    return {
        **value_values(window.peildatum, window.first, mature_last),
        "span_last": window.last,
        "first": window.first,
        "last": window.last,
        "until": window.until,
        "line_first": window.first,
        "line_last": window.last,
        "split": split,
        "mature_first": window.first,
        "mature_last": mature_last,
        "all_mature": mature_last == window.last,
        "compared": codes_with(Direction.HIGH, Direction.LOW, Direction.BOTH),
        "high": codes_with(Direction.HIGH, Direction.BOTH),
        "low": codes_with(Direction.LOW, Direction.BOTH),
        "peer_grouping": int(parameters["peer_grouping"]),
        **{name: parameters[name] for name in ("late_days", "peer_clients", "peer_minimum", "signal_z")},
    }


def codes_with(*directions: Direction) -> list[str]:
    """First figures whose deviation in one of these directions is a signal; second figures follow them."""
    return [code for code, indicator in INDICATORS.items() if indicator.direction in directions]
