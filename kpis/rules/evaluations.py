"""The work on individuele budgetplafonds: when a task opens, what it still asks, and whether the matrix fits.

Formulas, section 3. Amounts in cents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from contracts.rules.facts import IbpVersion
from kpis.rules.ibp import status_of
from kpis.rules.months import Window
from kpis.rules.snapshot import Snapshot

GOAL_REACHED, TEMPORARY = "31", "20"

EVALUATE, EXPLAIN_OVERRUN, NOTHING = "evaluatie", "overschrijding", "klaar"


@dataclass(frozen=True, slots=True)
class Crossing:
    """An IBP on a peildatum. ``month_80`` is the month in which the warning was reached, None = not."""

    amount: int | None
    used: int
    month_80: date | None
    end: date | None


def opens(one: Crossing, peildatum: date, look_back_days: int) -> bool:
    """Whether a task belongs to this amount: the warning was reached, and the end is not long ago."""
    if not one.amount or one.month_80 is None:
        return False
    return one.end is None or one.end >= peildatum - timedelta(days=look_back_days)


def is_over(one: Crossing) -> bool:
    """Exactly 100 % is not an overrun."""
    return bool(one.amount) and one.used > (one.amount or 0)


@dataclass(frozen=True, slots=True)
class Task:
    """``over_on``: the peildatum on which an overrun was first seen; None = not. ``decided`` = per decision, in
    order, whether the ceiling was exceeded when it was taken.
    """

    opened_on: date
    over_on: date | None
    decided: Sequence[bool] = ()


def asks(task: Task) -> str:
    """What a task still asks: an evaluation, cause and action of an overrun, or nothing."""
    if not task.decided:
        return EVALUATE if task.over_on is None else EXPLAIN_OVERRUN
    return EXPLAIN_OVERRUN if task.over_on is not None and not any(task.decided) else NOTHING


def due_on(task: Task, days: int) -> date:
    """By when; an overrun that is seen later gets days of its own."""
    since = task.opened_on
    if asks(task) == EXPLAIN_OVERRUN and task.decided and task.over_on:
        since = task.over_on
    return since + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Ended:
    """An ended trajectory under an IBP. ``reason`` of its latest end, empty = no end was reported."""

    cell: str
    used: int
    original: int
    reason: str


@dataclass(frozen=True, slots=True)
class Fit:
    """How a cell of the matrix fits. ``inside``: goal reached within the original amount, of ``ended``.

    ``reached``: goal reached at all. ``unknown``: no end reported, in none of the others. ``needed``: the smallest
    amount within which the wanted share would have stayed; None = not by any amount, or too few.
    """

    cell: str
    ended: int
    inside: int
    reached: int
    unknown: int
    share: Fraction | None
    is_alarm: bool
    needed: int | None


def ended_under(snapshot: Snapshot, window: Window) -> list[Ended]:
    """The IBPs with an original amount that ended in the window and by the peildatum, with how it ended."""
    found = []
    for versions in snapshot.ibps.values():
        one, current = status_of(snapshot, versions), versions[-1]
        if not one.original or current.end is None:
            continue
        if window.first <= current.end <= min(window.end, snapshot.peildatum):
            cell = cell_name(current.child_class or "", current.system_class or "")
            found.append(Ended(cell, one.used, one.original, _reason(snapshot, current)))
    return found


def _reason(snapshot: Snapshot, version: IbpVersion) -> str:
    """Of the latest end on its allocations; a temporary stop is none."""
    stops = [
        stop
        for stop in snapshot.stops
        if stop.municipality == version.municipality
        and stop.allocation in version.allocations
        and stop.reason != TEMPORARY
    ]
    newest = max(stops, key=lambda stop: (stop.end, stop.received_on, stop.sequence), default=None)
    return newest.reason if newest else ""


def cell_name(child: str, system: str) -> str:
    return f"{child} x {system}" if child or system else "zonder klassen"


def fits(rows: Iterable[Ended], wanted: Fraction, least: int) -> list[Fit]:
    """Per cell, in order. Below ``least`` ended trajectories a cell has no share and no alarm."""
    cells: dict[str, list[Ended]] = {}
    for row in rows:
        cells.setdefault(row.cell, []).append(row)
    return [_fit(cell, found, wanted, least) for cell, found in sorted(cells.items())]


def _fit(cell: str, rows: Sequence[Ended], wanted: Fraction, least: int) -> Fit:
    ended = [row for row in rows if row.reason]
    reached = [row for row in ended if row.reason == GOAL_REACHED]
    inside = sum(row.used <= row.original for row in reached)
    enough = len(ended) >= least
    share = Fraction(inside, len(ended)) if enough and ended else None
    return Fit(
        cell=cell,
        ended=len(ended),
        inside=inside,
        reached=len(reached),
        unknown=len(rows) - len(ended),
        share=share,
        is_alarm=share is not None and share < wanted,
        needed=_needed([row.used for row in reached], ceil(wanted * len(ended)))
        if share is not None
        else None,
    )


def _needed(used: Sequence[int], places: int) -> int | None:
    """The amount that the ``places`` cheapest stay within; None when there are fewer."""
    return sorted(used)[places - 1] if 0 < places <= len(used) else None
