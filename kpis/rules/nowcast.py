"""What a month that has passed will come to, per provider (formulas, section 7).

How much of a month has been received differs per provider: one declares within weeks, another after months. So what
came in of one provider by the last month end is divided by its own completeness on that day, weighted with that of
the category by credibility; where too little of it is in, the provider gets its share of what is allocated. It is
never less than what is there on the peildatum.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import prod

from contracts.rules.codes import WITHDRAWN
from contracts.rules.facts import AllocationVersion
from contracts.rules.periods import first_of_month, last_of_month, months_between
from contracts.rules.rounding import half_up
from kpis.rules import exact
from kpis.rules.completeness import category_factors, is_never_in, provider_factors, triangle
from kpis.rules.months import last_month_end
from kpis.rules.parameters import Parameters
from kpis.rules.snapshot import (
    AcceptedLine,
    Snapshot,
    category_of_allocation,
    declared,
    grouped,
    in_force,
)

Place = tuple[str, str]  # (gemeentecode, category)


@dataclass(frozen=True)
class Nowcasts:
    """The nowcasts of the months of a region."""

    snapshot: Snapshot
    parameters: Parameters

    def of(self, place: Place, month: date, by_value: Fraction) -> int:
        """The nowcast in whole cents; ``by_value`` is what the month will come to by what is allocated."""
        received = grouped(self._lines.get((*place, month), []), lambda entry: entry.line.agb)
        clients = self.clients(place, month)
        whole = sum(clients.values())
        cutoff = last_month_end(self.snapshot.peildatum)
        total = Fraction(0)
        for agb in {*received, *clients}:
            own = received.get(agb, [])
            c = self.completeness(agb, place[1], month)
            if c is not None and exact.six_decimals(c) >= self.parameters.least_completeness:
                told = declared(entry for entry in own if entry.line.received_on <= cutoff) / c
            else:
                told = by_value * clients.get(agb, 0) / whole if whole else Fraction(0)
            total += max(Fraction(declared(own)), told)
        return half_up(total)

    def completeness(self, agb: str, category: str, month: date) -> Fraction | None:
        """c of one provider in a category.

        None when the month has not ended, when the factors leave nothing, and when the provider declares but never
        so early.
        """
        cutoff = last_month_end(self.snapshot.peildatum)
        age = months_between(month, first_of_month(cutoff))
        if age < 0:
            return None
        lines = self._per_category.get(category, [])
        of_category = category_factors(triangle(lines, cutoff), cutoff, self.parameters)
        own = triangle([entry for entry in lines if entry.line.agb == agb], cutoff)
        if is_never_in(own, cutoff, age, self.parameters):
            return None
        factors = provider_factors(own, of_category, cutoff, self.parameters)
        development = prod(factors[age:], start=Fraction(1))
        return 1 / development if development > 0 else None

    def clients(self, place: Place, month: date) -> Mapping[str, int]:
        """Per provider its allocated clients in a month."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self._allocations.get(place, []):
            if in_force(one, month, last_of_month(month)):
                found[one.agb].add(one.client)
        return {agb: len(clients) for agb, clients in found.items()}

    @cached_property
    def _lines(self) -> Mapping[tuple[str, str, date], list[AcceptedLine]]:
        return grouped(
            self.snapshot.lines, lambda entry: (entry.municipality, entry.category, entry.service_month)
        )

    @cached_property
    def _per_category(self) -> Mapping[str, list[AcceptedLine]]:
        return grouped(self.snapshot.lines, lambda entry: entry.category)

    @cached_property
    def _allocations(self) -> Mapping[Place, list[AllocationVersion]]:
        current = [one for one in self.snapshot.allocations.values() if one.reason != WITHDRAWN]
        return grouped(current, lambda one: (one.municipality, category_of_allocation(one)))
