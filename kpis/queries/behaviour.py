"""The steps of ``declaratiegedrag``. Cost at 1 million lines: see the benchmark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.backends.utils import CursorWrapper

from inkoop.base.periods import add_months, last_mature_month, last_of_month
from kpis.choices import INDICATORS, Direction, Split
from kpis.queries.steps import Values, make_table, run

STEPS = (
    "category",
    "current_allocation",
    "month",
    "offer",
    "agreed_price",
    "allocation_piece",
    "allocation_month",
    "served",
    "served_category",
    "client_cost",
    "booked",
    "refused",
    "credited",
    "undefined_allocation",
    "utilisation",
    "without_invoice",
    "member",
    "scope",
    "figure",
    "compared",
)
WRITES = ("write_indicators",)


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


def codes_with(*directions: Direction) -> list[str]:
    """First figures whose deviation in one of these directions is a signal; second figures follow them."""
    return [code for code, indicator in INDICATORS.items() if indicator.direction in directions]


def behaviour_values(window: Window, split: str, parameters: Mapping[str, Decimal]) -> Values:
    """The values that the steps are run with."""
    mature_last = window.mature_last(int(parameters["mature_after"]))
    value_last = mature_last if split == Split.NONE else add_months(window.first, -1)
    return {
        "peildatum": window.peildatum,
        "first": window.first,
        "last": window.last,
        "until": window.until,
        "split": split,
        "span_first": window.first,
        "span_last": window.last,
        "mature_first": window.first,
        "mature_last": mature_last,
        "mature_until": last_of_month(mature_last),
        "all_mature": mature_last == window.last,
        "value_from": window.first,
        "value_until": last_of_month(value_last),
        "compared": codes_with(Direction.HIGH, Direction.LOW, Direction.BOTH),
        "high": codes_with(Direction.HIGH, Direction.BOTH),
        "low": codes_with(Direction.LOW, Direction.BOTH),
        **{name: parameters[name] for name in ("late_days", "peer_clients", "peer_minimum", "signal_z")},
    }


def compute(cursor: CursorWrapper, computation_id: int, values: Values) -> Iterator[str]:
    """Runs the steps and writes the rows of the computation; yields the name of each step when done."""
    for name in STEPS:
        make_table(cursor, name, values)
        yield name
    for name in WRITES:
        run(cursor, name, {"computation": computation_id, **values})
        yield name
