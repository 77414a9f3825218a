"""Ranking and award of a lot (perceel): the sums that stand in the letters.

A weighted score is weight x points / maximum, rounded half up to hundredths; a total is the sum of the
rounded scores, so that what is shown adds up. Equal totals share a place and are never put in an order
by the calculation: only a recorded draw (loting) separates them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Criterion:
    """``weight`` in percent; ``minimum`` in points, None = no minimum."""

    key: int
    weight: Decimal
    maximum: Decimal
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """The points that assessors agreed on for one criterion, and what they weigh."""

    criterion: int
    points: Decimal
    weighted: Decimal
    below_minimum: bool


@dataclass(frozen=True, slots=True)
class Ranked:
    """``place`` is 1 for the highest total and shared by equal totals; None = not ranked (below a minimum)."""

    bid: int
    cells: tuple[Cell, ...]
    total: Decimal
    place: int | None
    is_tied: bool


@dataclass(frozen=True, slots=True)
class Award:
    """Keys of bids. ``undecided`` share a place across the last award: without a draw none of them is chosen."""

    awarded: tuple[int, ...]
    reserve: tuple[int, ...]
    undecided: tuple[int, ...]
    unfit: tuple[int, ...]


def weights_fault(criteria: Iterable[Criterion]) -> str:
    """Why these criteria cannot be published; empty = they can."""
    listed = list(criteria)
    if not listed:
        return "Er zijn geen gunningscriteria."
    total = sum((one.weight for one in listed), Decimal(0))
    if total != HUNDRED:
        return f"De wegingen tellen op tot {_dutch(total)}%; dat moet 100% zijn."
    return ""


def weighted(criterion: Criterion, points: Decimal) -> Decimal:
    """Raises ValueError when the points lie outside 0 to the maximum."""
    if not 0 <= points <= criterion.maximum:
        raise ValueError(f"{points} punten ligt niet tussen 0 en {criterion.maximum}")
    return (criterion.weight * points / criterion.maximum).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def rank(criteria: Iterable[Criterion], bids: Mapping[int, Mapping[int, Decimal]]) -> list[Ranked]:
    """``bids``: key of a bid -> key of a criterion -> agreed points. Best first; equal totals by key.

    A bid below a minimum comes last and has no place. Raises KeyError when a criterion has no points.
    """
    listed = list(criteria)
    rows = {bid: tuple(_cell(one, points[one.key]) for one in listed) for bid, points in bids.items()}
    totals = {bid: sum((cell.weighted for cell in cells), Decimal(0)) for bid, cells in rows.items()}
    fit = [bid for bid, cells in rows.items() if not any(cell.below_minimum for cell in cells)]
    ranked = [
        Ranked(
            bid,
            rows[bid],
            totals[bid],
            _place(totals[bid], [totals[one] for one in fit]) if bid in fit else None,
            bid in fit and sum(totals[one] == totals[bid] for one in fit) > 1,
        )
        for bid in rows
    ]
    return sorted(ranked, key=lambda row: (row.place is None, -row.total, row.bid))


def award(ranking: Iterable[Ranked], maximum: int | None, drawn: Mapping[int, int] | None = None) -> Award:
    """Who gets a contract. ``maximum`` None = everyone who is fit; ``drawn``: bid -> order of a draw.

    Bids that share a place are taken together as long as all of them fit. When they do not, the draw
    decides if it put every one of them in its own order; without it they stay undecided.
    """
    drawn = drawn or {}
    rows = list(ranking)
    unfit = tuple(row.bid for row in rows if row.place is None)
    fit = [row for row in rows if row.place is not None]
    awarded: list[int] = []
    reserve: list[int] = []
    undecided: tuple[int, ...] = ()
    for place in sorted({row.place for row in fit if row.place is not None}):
        group = [row.bid for row in fit if row.place == place]
        room = len(group) if maximum is None else max(0, maximum - len(awarded) - len(undecided))
        if undecided or room == 0:
            reserve += group
        elif len(group) <= room:
            awarded += group
        elif _is_drawn(group, drawn):
            order = sorted(group, key=lambda bid: drawn[bid])
            awarded += order[:room]
            reserve += order[room:]
        else:
            undecided = tuple(group)
    return Award(tuple(awarded), tuple(reserve), undecided, unfit)


def _cell(criterion: Criterion, points: Decimal) -> Cell:
    below = criterion.minimum is not None and points < criterion.minimum
    return Cell(criterion.key, points, weighted(criterion, points), below)


def _place(total: Decimal, totals: list[Decimal]) -> int:
    return 1 + sum(one > total for one in totals)


def _is_drawn(group: list[int], drawn: Mapping[int, int]) -> bool:
    return len({drawn[bid] for bid in group if bid in drawn}) == len(group)


def _dutch(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
