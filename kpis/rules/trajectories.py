"""Trajectories: chains of allocations, and how they end (formulas, section 5).

A trajectory is the chain of allocations of one client, one provider and one care form; what overlaps or has
at most 30 full days between it is one. An allocation without end date ends on its stop message, if there is
one that is no interruption (reason 20). A chain that is still open, and of which nothing was received for
half a year, is closed on the last day of the last month in which something was declared on it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.rules.codes import WITHDRAWN
from contracts.rules.facts import AllocationVersion, CareStop
from contracts.rules.periods import add_months, last_of_month
from kpis.rules.duration import care_form
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import AllocationKey, Ledger, Snapshot, as_of, grouped, known, standing

INTERRUPTED = "20"  # JZ588: levering tijdelijk beëindigd


@dataclass(frozen=True, slots=True)
class CareStart:
    """JW305: care began. From ``withdrawn_on`` it no longer counts; None = it stands."""

    municipality: str
    allocation: str
    begin: date
    received_on: date
    sequence: int
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A trajectory as of the peildatum; it may begin or end after it. ``end`` None = open.

    ``first`` and ``last`` are the allocations that begin it and that end it. ``reason``: that of the stop of
    ``last``; None = not known. ``is_silent``: open and not heard of, but never declared, so not closed.
    """

    client: str
    agb: str
    care_form: str
    begin: date
    end: date | None
    is_imputed: bool
    is_silent: bool
    first: AllocationKey
    last: AllocationKey
    reason: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known on a peildatum of allocations, their stops and starts, and when each was last heard of."""

    snapshot: Snapshot
    versions: Sequence[AllocationVersion]
    starts: Sequence[CareStart]

    @property
    def peildatum(self) -> date:
        return self.snapshot.peildatum

    def stop_of(self, key: AllocationKey) -> CareStop | None:
        """The latest stop that ends an allocation; None without, or when it lies before the allocation begins."""
        stops = [
            stop
            for stop in self.snapshot.stops
            if (stop.municipality, stop.allocation) == key and stop.reason != INTERRUPTED
        ]
        latest = max(stops, key=lambda stop: (stop.end, stop.received_on, stop.sequence), default=None)
        return latest if latest and latest.end >= self.snapshot.allocations[key].begin else None

    def start_of(self, key: AllocationKey) -> date | None:
        """The first day on which care began; None = not reported."""
        begins = [start.begin for start in self.starts if (start.municipality, start.allocation) == key]
        return min(begins, default=None)

    def issued_on(self, key: AllocationKey) -> date:
        """The day on which an allocation was first issued."""
        return min(one.issued_on for one in self.versions if (one.municipality, one.number) == key)

    def end_of(self, allocation: AllocationVersion) -> date | None:
        """Its end date, else that of its stop; None = open."""
        if allocation.end:
            return allocation.end
        stop = self.stop_of((allocation.municipality, allocation.number))
        return stop.end if stop else None

    def heard_of(self, key: AllocationKey) -> date:
        """The last day on which anything about an allocation was received."""
        days = [one.received_on for one in self.versions if (one.municipality, one.number) == key]
        days += [entry.line.received_on for entry in self.snapshot.lines_on.get(key, ())]
        messages: list[CareStop | CareStart] = [*self.snapshot.stops, *self.starts]
        days += [one.received_on for one in messages if (one.municipality, one.allocation) == key]
        return max(days)

    def last_declared(self, key: AllocationKey) -> date | None:
        """The last service month with net declared > 0 on an allocation; None = never."""
        months = grouped(self.snapshot.lines_on.get(key, ()), lambda entry: entry.service_month)
        paid = [month for month, lines in months.items() if sum(one.line.signed for one in lines) > 0]
        return max(paid, default=None)


def known_of(ledger: Ledger, starts: Iterable[CareStart], peildatum: date) -> Known:
    """What trajectories follow from."""
    return Known(as_of(ledger, peildatum), known(ledger.allocations, peildatum), standing(starts, peildatum))


def courses(
    facts: Known, *, municipality: str | None = None, parameters: Parameters = DEFAULTS
) -> Iterator[Course]:
    """The trajectories of the region, or those of the allocations of one municipality."""
    chosen = [
        allocation
        for allocation in facts.snapshot.allocations.values()
        if allocation.reason != WITHDRAWN and municipality in {None, allocation.municipality}
    ]
    places = grouped(chosen, lambda one: (one.client, one.agb, care_form(facts.snapshot, one)))
    for (client, agb, form), allocations in places.items():
        for chain in chains(facts, allocations, parameters.gap_days):
            yield course(facts, (client, agb, form), chain, parameters)


def chains(
    facts: Known, allocations: Iterable[AllocationVersion], gap_days: int
) -> Iterator[list[AllocationVersion]]:
    """Allocations that overlap or have at most ``gap_days`` full days between them, together."""
    ordered = sorted(allocations, key=lambda one: (one.begin, facts.end_of(one) or date.max))
    chain: list[AllocationVersion] = []
    reached = date.min
    for allocation in ordered:
        if chain and (allocation.begin - reached).days - 1 > gap_days:
            yield chain
            chain, reached = [], date.min
        chain.append(allocation)
        reached = max(reached, facts.end_of(allocation) or date.max)
    yield chain


def course(
    facts: Known,
    place: tuple[str, str, str],
    chain: list[AllocationVersion],
    parameters: Parameters = DEFAULTS,
) -> Course:
    """One chain of a client, provider and care form as a trajectory."""
    ends = {key_of(one): facts.end_of(one) or date.max for one in chain}
    first = min(chain, key=lambda one: (one.begin, key_of(one)))
    last = max(chain, key=lambda one: (ends[key_of(one)], one.begin, key_of(one)))
    end: date | None = max(ends.values())
    is_imputed = is_silent = False
    if end == date.max:
        heard = max(facts.heard_of(key) for key in ends)
        silent = add_months(heard, parameters.silence_months) <= facts.peildatum
        declared = max(filter(None, (facts.last_declared(key) for key in ends)), default=None)
        is_imputed, is_silent = silent and declared is not None, silent and declared is None
        end = max(last_of_month(declared), first.begin) if silent and declared else None
    stop = None if is_imputed else facts.stop_of(key_of(last))
    reason = stop.reason if stop else None
    return Course(*place, first.begin, end, is_imputed, is_silent, key_of(first), key_of(last), reason)


def key_of(allocation: AllocationVersion) -> AllocationKey:
    return (allocation.municipality, allocation.number)
