"""What another threshold would have flagged, on figures that are there already (formulas, section 2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

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


def rehearse(figures: Iterable[Compared], now: Fraction, new: Fraction) -> Rehearsal:
    """Who is flagged under both thresholds; one flag per provider and cause."""
    rows = list(figures)
    before, after = (_flags(rows, threshold) for threshold in (now, new))
    return Rehearsal(
        stay=tuple(sorted(before & after)),
        come=tuple(sorted(after - before)),
        go=tuple(sorted(before - after)),
    )


def _flags(rows: Iterable[Compared], threshold: Fraction) -> set[Flag]:
    return {(one.provider, cause_of(one.indicator)) for one in rows if is_flagged(one, threshold)}
