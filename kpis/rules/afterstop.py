"""DG13: lines after the end of care (formulas, sections 2 and 11).

A signal only, never a reason to refuse a line (OP364).
"""

from datetime import date

from contracts.rules.codes import DEBIT
from contracts.rules.facts import CareStop
from contracts.rules.periods import add_months, first_of_month
from kpis.rules.indicators import Figure, count, served_in
from kpis.rules.months import Window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import AcceptedLine, AllocationKey, Snapshot, newest

TEMPORARY = "20"  # RedenBeeindiging: care is interrupted


def dg13_after_stop(
    snapshot: Snapshot, agb: str, window: Window, parameters: Parameters = DEFAULTS
) -> Figure:
    """DG13: accepted debits served in the window, after the month of the stop or of the 18th birthday.

    Teller = number of lines, each once; noemer empty.
    """
    ends = ends_of_care(snapshot)
    lines = served_in(snapshot.lines_of.get(agb, []), window)
    found = [
        entry
        for entry in lines
        if entry.line.debit_credit == DEBIT
        and (is_after_stop(entry, ends) or is_after_birthday(snapshot, entry, parameters))
    ]
    return count("DG13", len(found))


def ends_of_care(snapshot: Snapshot) -> dict[AllocationKey, date]:
    """Per allocation the end of its stop received last; none where that one is temporary (reason 20)."""
    latest: dict[AllocationKey, CareStop] = newest(
        snapshot.stops, lambda stop: (stop.municipality, stop.allocation)
    )
    return {key: stop.end for key, stop in latest.items() if stop.reason != TEMPORARY}


def is_after_stop(entry: AcceptedLine, ends: dict[AllocationKey, date]) -> bool:
    """True when the service month lies after the month in which care on the allocation ended."""
    end = ends.get((entry.municipality, entry.line.allocation))
    return end is not None and entry.service_month > first_of_month(end)


def is_after_birthday(snapshot: Snapshot, entry: AcceptedLine, parameters: Parameters = DEFAULTS) -> bool:
    """True when the service month lies after the month of the 18th birthday, without verlengde jeugdhulp."""
    product = snapshot.product_codes.get(entry.code)
    allocation = snapshot.allocations.get((entry.municipality, entry.line.allocation))
    if (product and product.extended) or allocation is None or allocation.birth_month is None:
        return False
    return entry.service_month > add_months(allocation.birth_month, 12 * parameters.adult_years)
