"""A new price laid over the prices that were agreed before: outside its days all stays as it was."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from contracts.rules.periods import ONE_DAY


@dataclass(frozen=True, slots=True)
class Priced:
    """Cents per unit on the days ``begin`` to ``end``; None = open-ended."""

    begin: date
    end: date | None
    cents: int
    unit: str

    @property
    def last(self) -> date:
        return self.end or date.max


def meets(one: Priced, other: Priced) -> bool:
    return one.begin <= other.last and other.begin <= one.last


def remainders(old: Priced, new: Priced) -> list[Priced]:
    """What is left of an older price before and after the days of the new one; itself when they do not meet."""
    if not meets(old, new):
        return [old]
    left = []
    if old.begin < new.begin:
        left.append(replace(old, end=new.begin - ONE_DAY))
    if new.end is not None and new.end < old.last:
        left.append(replace(old, begin=new.end + ONE_DAY))
    return left


def first_later(agreed: Iterable[Priced], new: Priced) -> Priced | None:
    """The earliest agreed price that begins after an open-ended new one, which would silently vanish under it."""
    if new.end is not None:
        return None
    return min((one for one in agreed if one.begin > new.begin), key=lambda one: one.begin, default=None)
