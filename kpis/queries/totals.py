"""Keeping the running totals: made once, then brought up to date with what new deliveries touch."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db.backends.utils import CursorWrapper

from inkoop.base.bulk import drop_constraints, drop_indexes, keys_of, make_keys
from inkoop.base.sql import one_value
from kpis.queries.steps import Step, Values, run_all
from kpis.queries.value import MONTH_STEPS, NOT_RESTRICTED, VALUE_STEPS, value_values

ALWAYS = date(9999, 12, 31)
LONG_AGO = date(1, 1, 1)

MONTHS = "kpis_allocationmonth"
WORTHWHILE = 50_000  # rows; for fewer it takes longer than it saves
MANY_MONTHS = "SELECT count(*) = %s FROM (SELECT FROM allocation_month LIMIT %s) m"

IBP_MONTHS = (Step("ibp_current"), Step("ibp_linked"), Step("ibp_month"))
BEFORE = (
    Step("counted_month", source="counted_month_changed"),
    Step("category_month_before", source="category_month"),
    Step("provider_month_before", source="provider_month"),
)
AFTER = (
    Step("counted_month", source="counted_month_changed"),
    Step("category_month"),
    Step("provider_month"),
    "add_category_months",
    "add_provider_months",
)
BUILD = (
    "empty_totals",
    NOT_RESTRICTED,
    *VALUE_STEPS,
    Step("line_fact", is_view=True),
    *MONTH_STEPS,
    Step("received_month"),
    Step("counted_month", is_view=True),
    Step("category_month"),
    Step("provider_month"),
    *IBP_MONTHS,
)
KEEP = (
    "keep_booked_days",
    "keep_received_months",
    "keep_category_months",
    "keep_provider_months",
    "keep_ibp_months",
    "analyze_totals",
)
ADD = (
    Step("touched", source="touched_by_deliveries"),
    *VALUE_STEPS,
    Step("line_fact", source="line_fact_touched", is_view=True),
    *MONTH_STEPS,
    Step("new_line"),
    Step("month_before"),
    Step("changed_client"),
    *BEFORE,
    "add_received_months",
    "forget_touched_months",
    "keep_allocation_months",
    "add_lines_to_months",
    "add_booked_days",
    *AFTER,
    Step("touched_ibp"),
    "forget_touched_ibps",
    "add_ibp_months",
)
EXTEND = (
    NOT_RESTRICTED,
    *VALUE_STEPS,
    Step("changed_client", source="changed_client_added"),
    *BEFORE,
    "add_months",
    *AFTER,
)


def build_totals(cursor: CursorWrapper, first: date, last: date) -> None:
    """Makes the totals anew, with W from ``first`` t/m ``last``. Cost: that of reading every fact."""
    values = {**_values(first, last), "line_first": LONG_AGO, "line_last": ALWAYS}
    _run(cursor, BUILD, values)
    with _keys_afterwards(cursor):
        _run(cursor, ("keep_allocation_months",), values)
    _run(cursor, KEEP, values)


@contextmanager
def _keys_afterwards(cursor: CursorWrapper) -> Iterator[None]:
    """The emptied table of months without its keys while it is filled, when that is worth it."""
    cursor.execute(MANY_MONTHS, [WORTHWHILE, WORTHWHILE])
    if not one_value(cursor):
        yield
        return
    keys = keys_of(cursor, MONTHS)
    drop_constraints(cursor, keys)
    drop_indexes(cursor, keys)
    yield
    make_keys(cursor, keys)


def add_deliveries(cursor: CursorWrapper, first: date, last: date, new: tuple[int, ...]) -> None:
    """Brings the totals up to date with new deliveries. Cost: that of the allocations they touch.

    Allocations whose W may change are made anew; to the others the new lines are added.
    """
    values = {**_values(first, last), "only_touched": True, "new": list(new)}
    _run(cursor, ADD, values)


def add_months_to_totals(cursor: CursorWrapper, first: date, last: date) -> None:
    """Adds W of the months ``first`` t/m ``last``, in which nothing was allocated yet as far as the totals know."""
    _run(cursor, EXTEND, _values(first, last))


def _values(first: date, last: date) -> Values:
    return {**value_values(ALWAYS, first, last), "received_until": ALWAYS}


def _run(cursor: CursorWrapper, steps: tuple[Step | str, ...], values: Values) -> None:
    for _ in run_all(cursor, steps, values):
        pass
