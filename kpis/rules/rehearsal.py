"""What another threshold would have flagged, on figures that are there already (formulas, section 2)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kpis.rules import exact
from kpis.rules.peers import NORMAL_QUARTILE, Member, group_of
from kpis.rules.signals import cause_of

BOTH, HIGH, LOW = "beide", "hoog", "laag"

Flag = tuple[str, str]
"""A provider and a cause."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A compared figure: ``z`` robust, ``direction`` the deviation that matters."""

    provider: str
    indicator: str
    z: Fraction
    direction: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Flags in order: with both thresholds, only with the new one, only with the one in force."""

    stay: tuple[Flag, ...]
    come: tuple[Flag, ...]
    go: tuple[Flag, ...]


def is_flagged(one: Compared, threshold: Fraction) -> bool:
    """Beyond the threshold, not on it, on the side that matters."""
    high = one.z > threshold and one.direction in {BOTH, HIGH}
    low = one.z < -threshold and one.direction in {BOTH, LOW}
    return high or low


def rehearse(
    figures: Iterable[Compared], now: Fraction, new: Fraction, others: Iterable[Compared] | None = None
) -> Rehearsal:
    """Who is flagged under both thresholds; one flag per provider and cause. ``others``: the figures as they would be
    among other peers; None = the same.
    """
    rows = list(figures)
    before, after = _flags(rows, now), _flags(rows if others is None else others, new)
    return Rehearsal(
        stay=tuple(sorted(before & after)),
        come=tuple(sorted(after - before)),
        go=tuple(sorted(before - after)),
    )


def _flags(rows: Iterable[Compared], threshold: Fraction) -> set[Flag]:
    return {(one.provider, cause_of(one.indicator)) for one in rows if is_flagged(one, threshold)}


@dataclass(frozen=True, slots=True)
class Grouping:
    """Who is compared with whom: the same segment, the same dominant category, both or everybody.

    ``clients``: a provider with fewer is no peer and is not compared; ``minimum``: so many values a group needs.
    """

    by_segment: bool
    by_category: bool
    clients: int
    minimum: int


@dataclass(frozen=True, slots=True)
class Measured:
    """An exact figure of a provider (its AGB); ``direction`` the deviation that matters."""

    agb: str
    indicator: str
    value: Fraction
    direction: str


def regrouped(members: Sequence[Member], figures: Iterable[Measured], grouping: Grouping) -> list[Compared]:
    """Every figure that has a z among these peers; ``provider`` is the AGB. The median of a group is taken once."""
    group_of = {one.agb: group for one in members if (group := _group(one, grouping)) is not None}
    groups: dict[tuple[tuple[str, str], str], list[Measured]] = defaultdict(list)
    for one in figures:
        if one.agb in group_of:
            groups[group_of[one.agb], one.indicator].append(one)
    return [found for rows in groups.values() for found in _compared(rows, grouping.minimum)]


def _group(member: Member, grouping: Grouping) -> tuple[str, str] | None:
    """None: too few clients, or no dominant category where that is asked."""
    if member.clients < grouping.clients:
        return None
    return group_of(member, by_segment=grouping.by_segment, by_category=grouping.by_category)


def _compared(rows: Sequence[Measured], minimum: int) -> list[Compared]:
    values = [one.value for one in rows]
    middle, spread = exact.median(values), exact.median_absolute_deviation(values)
    if len(values) < minimum or middle is None or not spread:
        return []
    return [
        Compared(one.agb, one.indicator, NORMAL_QUARTILE * (one.value - middle) / spread, one.direction)
        for one in rows
    ]
