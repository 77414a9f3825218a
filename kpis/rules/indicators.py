"""Declaratiegedrag of one provider: DG01 to DG09 and DG12, with their second figures.

Every function takes lines (DG04 and DG05: the snapshot) and gives figures. Lines are the accepted
lines of one provider, or of one part of it; each function itself takes the service or booking
months of the window from them. Source: formulas, sections 2 and 11.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from contracts.rules.codes import CREDIT, DEBIT
from contracts.rules.facts import AllocationVersion
from contracts.rules.periods import last_of_month
from contracts.rules.value import allocation_value
from kpis.rules import exact
from kpis.rules.months import Window, mature_part
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import AcceptedLine, Snapshot, SubmittedRow, declared, in_force

OK = "ok"
NOT_MEASURABLE = "nvt"

Exact = int | Fraction
L = TypeVar("L", AcceptedLine, SubmittedRow)


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of one provider, or of one part of it.

    ``numerator`` and ``denominator`` are counts or eurocents, exact (W may hold a part of a cent);
    None where the indicator has none. ``value`` is exact, in the unit of the indicator; None = not
    measurable.
    """

    indicator: str
    numerator: Exact | None
    denominator: Exact | None
    value: Fraction | None

    @property
    def status(self) -> str:
        return NOT_MEASURABLE if self.value is None else OK


def count(indicator: str, number: int) -> Figure:
    """A count or an amount: teller = value, noemer empty."""
    return Figure(indicator, number, None, Fraction(number))


def share(indicator: str, numerator: Exact, denominator: Exact) -> Figure:
    """A ratio: not measurable when the denominator is 0 or less."""
    return Figure(indicator, numerator, denominator, exact.ratio(numerator, denominator))


def order_statistic(indicator: str, values: Sequence[int], place: Fraction) -> Figure:
    """A median or percentile: teller empty, noemer = number of values; nvt without values."""
    return Figure(indicator, None, len(values), exact.percentile(values, place))


def served_in(lines: Iterable[L], window: Window) -> list[L]:
    """The lines with their service month in the window."""
    return [entry for entry in lines if entry.service_month in window]


def booked_in(lines: Iterable[L], window: Window) -> list[L]:
    """The lines with their booking month in the window."""
    return [entry for entry in lines if entry.booking_month in window]


def client_costs(lines: Iterable[AcceptedLine], window: Window) -> list[int]:
    """The per-client sums above 0 over the service months of the window, in cents."""
    sums: dict[str, int] = defaultdict(int)
    for entry in served_in(lines, window):
        sums[entry.line.client] += entry.line.signed
    return [cents for cents in sums.values() if cents > 0]


def dg01_declared(lines: Iterable[AcceptedLine], window: Window) -> Figure:
    """DG01: declared in the service months of the window, cents."""
    return count("DG01", declared(served_in(lines, window)))


def dg02_clients(lines: Iterable[AcceptedLine], window: Window) -> Figure:
    """DG02: distinct clients with declared > 0 over the window."""
    return count("DG02", len(client_costs(lines, window)))


def dg03_cost_per_client(lines: Sequence[AcceptedLine], window: Window) -> list[Figure]:
    """DG03: declared / clients, in cents; DG03M, DG03P90: median and P90 of client sums > 0."""
    costs = client_costs(lines, window)
    return [
        share("DG03", declared(served_in(lines, window)), len(costs)),
        order_statistic("DG03M", costs, exact.HALF),
        order_statistic("DG03P90", costs, exact.NINE_TENTHS),
    ]


@dataclass(frozen=True, slots=True)
class Utilisation:
    """Verzilvering over months: declared (cents) and W (exact cents) of the same allocations.

    ``excluded`` counts the allocations in force in those months of which W is undefined.
    """

    declared: int
    value: Fraction
    excluded: int


def utilisation(
    snapshot: Snapshot, allocations: Iterable[AllocationVersion], window: Window | None
) -> Utilisation:
    """Declared and W of the allocations with W defined over the window; None = no months.

    An allocation takes part with all accepted lines of its own provider in those months, also
    lines outside its present period, and also when W = 0 (not in force in these months, or
    withdrawn with reason 13).
    """
    total, value, excluded = 0, Fraction(0), 0
    if window is None:
        return Utilisation(total, value, excluded)
    for allocation in allocations:
        allocated = allocation_value(allocation, window.first, window.last, snapshot.tariffs)
        if allocated is None:
            excluded += in_force(allocation, window.first, window.end)
            continue
        value += allocated
        total += declared(served_in(own_lines(snapshot, allocation), window))
    return Utilisation(total, value, excluded)


def own_lines(snapshot: Snapshot, allocation: AllocationVersion) -> list[AcceptedLine]:
    """The accepted lines on an allocation of the provider that now holds it."""
    lines = snapshot.lines_on.get((allocation.municipality, allocation.number), [])
    return [entry for entry in lines if entry.line.agb == allocation.agb]


def dg04_utilisation(
    snapshot: Snapshot, agb: str, window: Window, parameters: Parameters = DEFAULTS
) -> Figure:
    """DG04: declared on allocations with W defined / W of the same allocations, both in cents.

    Over the mature months of the window only.
    """
    mature = mature_part(window, snapshot.peildatum, parameters)
    used = utilisation(snapshot, snapshot.allocations_of.get(agb, ()), mature)
    return share("DG04", used.declared, used.value)


def dg05_without_invoice(
    snapshot: Snapshot, agb: str, window: Window, parameters: Parameters = DEFAULTS
) -> Figure:
    """DG05: allocated client-months with declared = 0 / allocated client-months.

    Over the mature months of the window. A client-month is allocated when an allocation of the
    client at this provider, not withdrawn, is in force on a day of the month. Declared is the net
    sum of all accepted lines of the client at this provider, on whatever allocation.
    """
    net: dict[tuple[str, date], int] = defaultdict(int)
    for entry in snapshot.lines_of.get(agb, ()):
        net[entry.line.client, entry.service_month] += entry.line.signed
    allocated = {
        (allocation.client, month)
        for month in mature_part(window, snapshot.peildatum, parameters) or ()
        for allocation in snapshot.allocations_of.get(agb, ())
        if in_force(allocation, month, last_of_month(month))
    }
    without = sum(1 for client_month in allocated if net.get(client_month, 0) == 0)
    return share("DG05", without, len(allocated))


def delay_days(entry: AcceptedLine) -> int:
    """Days from the last day of the service month to the DeclaratieDagtekening; may be negative."""
    return (entry.line.declared_on - last_of_month(entry.service_month)).days


def dg06_delay(
    lines: Iterable[AcceptedLine], window: Window, parameters: Parameters = DEFAULTS
) -> list[Figure]:
    """DG06: mean delay in days of the debits served in the window, weighted with their amount.

    Teller: sum of amount x days. DG06S: share of the amount booked more than 60 days after the
    service month. A debit counts also when it was credited later.
    """
    debits = [entry for entry in served_in(lines, window) if entry.line.debit_credit == DEBIT]
    amount = sum(entry.line.amount for entry in debits)
    weighted = sum(entry.line.amount * delay_days(entry) for entry in debits)
    late = sum(entry.line.amount for entry in debits if delay_days(entry) > parameters.late_days)
    return [share("DG06", weighted, amount), share("DG06S", late, amount)]


def dg07_credit_rate(lines: Iterable[AcceptedLine], window: Window) -> Figure:
    """DG07: sum of credits / sum of debits, in cents, by booking month."""
    booked = booked_in(lines, window)
    credit = sum(entry.line.amount for entry in booked if entry.line.debit_credit == CREDIT)
    debit = sum(entry.line.amount for entry in booked if entry.line.debit_credit == DEBIT)
    return share("DG07", credit, debit)


def dg08_rebilling(lines: Iterable[AcceptedLine], window: Window) -> Figure:
    """DG08: credits followed by a higher debit of the same key / credited lines.

    Over the service months of the window. The debit is in the same or a later delivery.
    """
    served = served_in(lines, window)
    debits: dict[tuple[object, ...], list[AcceptedLine]] = defaultdict(list)
    for entry in served:
        if entry.line.debit_credit == DEBIT:
            debits[billing_key(entry)].append(entry)
    credited = [entry for entry in served if entry.line.debit_credit == CREDIT]
    followed = sum(
        1
        for credit in credited
        if any(is_rebilled(credit, debit) for debit in debits.get(billing_key(credit), ()))
    )
    return share("DG08", followed, len(credited))


def billing_key(entry: AcceptedLine) -> tuple[object, ...]:
    """What a credit and the debit after it share: allocation, category, code, ProductPeriode."""
    line = entry.line
    allocation = (line.agb, line.municipality, line.allocation)
    return (*allocation, line.category, line.code, line.begin, line.end)


def is_rebilled(credit: AcceptedLine, debit: AcceptedLine) -> bool:
    """True when a debit of the same key is higher and not from an earlier delivery."""
    higher = debit.line.amount > credit.line.amount
    return higher and debit.delivery >= credit.delivery


def codes_in_region(snapshot: Snapshot, window: Window) -> list[str]:
    """The return codes that occur in the region on lines booked in the window, sorted."""
    return sorted({code for row in booked_in(snapshot.submitted, window) for code in row.codes})


def dg09_rejection(submitted: Iterable[SubmittedRow], window: Window, codes: Iterable[str]) -> list[Figure]:
    """DG09: rejected / submitted rows, by booking month; DG09-<code>: rows with it / submitted.

    ``submitted`` holds accepted and refused rows; ``codes`` those of the region, 0 is a value.
    """
    booked = booked_in(submitted, window)
    figures = [share("DG09", sum(1 for row in booked if row.codes), len(booked))]
    for code in codes:
        with_code = sum(1 for row in booked if code in row.codes)
        figures.append(share(f"DG09-{code}", with_code, len(booked)))
    return figures


def dg12_share(lines: Iterable[AcceptedLine], regional: int, window: Window) -> Figure:
    """DG12: declared / declared of the region in the same part (no part: all of it), in cents."""
    return share("DG12", declared(served_in(lines, window)), regional)


def dominant_category(lines: Iterable[AcceptedLine], window: Window) -> str | None:
    """The category with most declared in the window; tie: the lowest code.

    None when no category has declared > 0.
    """
    sums: dict[str, int] = defaultdict(int)
    for entry in served_in(lines, window):
        sums[entry.category] += entry.line.signed
    return highest(sums)


def highest(sums: Mapping[str, int]) -> str | None:
    """The key with the highest sum above 0; tie: the lowest key; None when none is above 0."""
    positive = [(-cents, key) for key, cents in sums.items() if cents > 0]
    return min(positive)[1] if positive else None
