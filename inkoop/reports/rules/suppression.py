"""Small cells: which rows of figures are hidden, so that no few youths can be known by them (formulas, section 8).

A row is one group of youths (the clients of one product in one municipality in one year) with everything that
is said of it. Rows are bound by sums: the euros of the parts add up to the euros of the whole. So one hidden
part follows from the others by subtraction, and more must be hidden until nothing small follows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from contracts.rules.small_cells import SMALLEST_SHOWN, is_small

VERSION = 2
"""Goes up when more or other rows are hidden: what was looked for by an earlier one is looked for again."""

Key = Any
"""Whatever names a row; hashable."""
Terms = dict[Key, Fraction]


@dataclass(frozen=True, slots=True)
class Sum:
    """The figures of ``parts`` add up to those of ``whole``."""

    whole: Key
    parts: tuple[Key, ...]

    @property
    def rows(self) -> tuple[Key, ...]:
        return (*self.parts, self.whole)


def hidden_rows(
    clients: Mapping[Key, int],
    sums: Sequence[Sum],
    *,
    published: Iterable[Key] = (),
    withheld: Iterable[Key] = (),
    smallest: int = SMALLEST_SHOWN,
) -> frozenset[Key]:
    """The rows that are hidden: small ones, and those by which a small one would follow.

    ``clients``: distinct youths per row; a row of a sum that is not in it has none. ``published``: shown earlier with
    the same figures, so everybody knows them and hiding them hides nothing. ``withheld``: hidden earlier, and hidden
    again, because what was shown then still binds them. Smaller groups are hidden before larger ones.
    """
    small = {key for key, number in clients.items() if is_small(number, smallest)}
    work = _Work(clients, sums, frozenset(published), smallest)
    for key in (small | set(withheld)) - work.published:
        work.hide(key)
    work.close_sums()
    while (more := work.companion_of_what_follows()) is not None:
        work.hide(more)
        work.close_sums()
    return frozenset(work.hidden)


def following(hidden: Iterable[Key], sums: Iterable[Sum]) -> set[Key]:
    """The hidden rows whose figures can be computed from the shown ones: what an attacker by subtraction finds.

    Each sum is an equation over its hidden rows; a row follows when all equations together fix it. Exact.
    """
    secret = set(hidden)
    equations = []
    for one in sums:
        terms: Terms = {key: Fraction(1) for key in one.parts if key in secret}
        if one.whole in secret:
            terms[one.whole] = terms.get(one.whole, Fraction(0)) - 1
        terms = {key: factor for key, factor in terms.items() if factor}
        if terms:
            equations.append(terms)
    return {next(iter(row)) for row in _reduced(equations) if len(row) == 1}


@dataclass
class _Work:
    """Hides rows one by one, and looks again at the sums in which they stand."""

    clients: Mapping[Key, int]
    sums: Sequence[Sum]
    published: frozenset[Key]
    smallest: int
    hidden: set[Key] = field(default_factory=set)
    to_look_at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sums_of: dict[Key, list[int]] = defaultdict(list)
        for place, one in enumerate(self.sums):
            for key in one.rows:
                self.sums_of[key].append(place)

    def hide(self, key: Key) -> None:
        self.hidden.add(key)
        self.to_look_at += self.sums_of.get(key, [])

    def close_sums(self) -> None:
        """Hides more until in no sum a hidden row stands alone, or the hidden rows together are few."""
        while self.to_look_at:
            one = self.sums[self.to_look_at.pop()]
            while not self._is_safe(one) and (more := self._smallest_of(one.rows)) is not None:
                self.hide(more)

    def companion_of_what_follows(self) -> Key | None:
        """A row to hide so that a small one no longer follows; None = nothing small follows."""
        for key in sorted(following(self.hidden, self.sums), key=str):
            if is_small(self.clients.get(key, 0), self.smallest) and key not in self.lost:
                companion = self._nearest_to(key)
                if companion is not None:
                    return companion
        return None

    @cached_property
    def lost(self) -> set[Key]:
        """What was published tells these, whatever is hidden now: hiding everything else would not keep them."""
        free = {key for key, number in self.clients.items() if number > 0 and key not in self.published}
        return following(free, self.sums)

    def _nearest_to(self, key: Key) -> Key | None:
        """The smallest free row in a sum with this one, else in a sum with a hidden row of those sums, and so on."""
        seen: set[int] = set()
        near = {key}
        while places := {place for row in near for place in self.sums_of[row]} - seen:
            seen |= places
            rows = {row for place in places for row in self.sums[place].rows}
            companion = self._smallest_of(rows)
            if companion is not None:
                return companion
            near = rows & self.hidden
        return None

    def _is_safe(self, one: Sum) -> bool:
        gone = [key for key in one.rows if key in self.hidden]
        if not gone:
            return True
        enough = one.whole in self.hidden or sum(self._number(key) for key in gone) >= self.smallest
        return len(gone) > 1 and enough

    def _smallest_of(self, rows: Iterable[Key]) -> Key | None:
        """Of the rows with anybody in them that may still be hidden."""
        free = {key for key in rows if key not in self.hidden | self.published and self._number(key) > 0}
        return min(free, key=lambda key: (self._number(key), str(key)), default=None)

    def _number(self, key: Key) -> int:
        return self.clients.get(key, 0)


def _reduced(equations: Iterable[Terms]) -> list[Terms]:
    """The reduced row echelon form: a row with one term left fixes that term."""
    rows: dict[Key, Terms] = {}
    for equation in equations:
        left = dict(equation)
        for pivot in [key for key in left if key in rows]:
            _subtract(left, rows[pivot], left.get(pivot, Fraction(0)))
        if not left:
            continue
        pivot = next(iter(left))
        left = {key: value / left[pivot] for key, value in left.items()}
        for row in rows.values():
            _subtract(row, left, row.get(pivot, Fraction(0)))
        rows[pivot] = left
    return list(rows.values())


def _subtract(row: Terms, other: Terms, factor: Fraction) -> None:
    if not factor:
        return
    for key, value in other.items():
        rest = row.get(key, Fraction(0)) - factor * value
        if rest:
            row[key] = rest
        else:
            row.pop(key, None)
