"""DG11: how long trajectories last (formulas, sections 2, 5 and 11, "DG11")."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from contracts.rules.codes import WITHDRAWN
from contracts.rules.facts import AllocationVersion
from kpis.rules import exact
from kpis.rules.indicators import Figure, order_statistic, share
from kpis.rules.months import Window
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import Snapshot, category_of_allocation, grouped


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A chain of allocations of one client, provider and care form; ``end`` None = open-ended."""

    client: str
    care_form: str
    begin: date
    end: date | None

    @property
    def days(self) -> int:
        """Length of an ended trajectory, both ends counted."""
        return (self.end - self.begin).days + 1 if self.end else 0


def dg11_duration(
    snapshot: Snapshot, agb: str, window: Window, parameters: Parameters = DEFAULTS
) -> list[Figure]:
    """DG11: mean days of the trajectories that ended in the window; DG11M: median; DG11S: share > 365 days.

    Ended: the last end lies inside the window and on or before the peildatum.
    """
    lengths = [
        trajectory.days
        for trajectory in trajectories(snapshot, agb, parameters)
        if trajectory.end and window.first <= trajectory.end <= min(window.end, snapshot.peildatum)
    ]
    long = sum(1 for days in lengths if days > parameters.long_days)
    return [
        share("DG11", sum(lengths), len(lengths)),
        order_statistic("DG11M", lengths, exact.HALF),
        share("DG11S", long, len(lengths)),
    ]


def running_ages(snapshot: Snapshot, agb: str, parameters: Parameters = DEFAULTS) -> list[int]:
    """Days from the begin to the peildatum, both counted, of the trajectories that run on it."""
    today = snapshot.peildatum
    return sorted(
        (today - trajectory.begin).days + 1
        for trajectory in trajectories(snapshot, agb, parameters)
        if trajectory.begin <= today and (trajectory.end is None or trajectory.end > today)
    )


def trajectories(snapshot: Snapshot, agb: str, parameters: Parameters = DEFAULTS) -> Iterator[Trajectory]:
    """The trajectories of a provider, from the current versions of its allocations, not withdrawn."""
    allocations = [a for a in snapshot.allocations_of.get(agb, ()) if a.reason != WITHDRAWN]
    chains = grouped(allocations, lambda a: (a.client, care_form(snapshot, a)))
    for (client, form), chain in chains.items():
        for begin, end in merged(chain, parameters.gap_days):
            yield Trajectory(client, form, begin, end)


def care_form(snapshot: Snapshot, allocation: AllocationVersion) -> str:
    """The care form of the product code, else the category of the allocation."""
    product = snapshot.product_codes.get(allocation.code or "")
    return (product.care_form if product else None) or category_of_allocation(allocation)


def merged(chain: Iterable[AllocationVersion], gap_days: int) -> Iterator[tuple[date, date | None]]:
    """Periods joined where they overlap or at most ``gap_days`` full days lie between them.

    31 January to 2 March 2024 is a gap of 30 days and merges.
    """
    periods = sorted((a.begin, a.end or date.max) for a in chain)
    begin, end = periods[0]
    for next_begin, next_end in periods[1:]:
        if (next_begin - end).days - 1 > gap_days:
            yield begin, end
            begin, end = next_begin, next_end
        end = max(end, next_end)
    yield begin, end if end < date.max else None
