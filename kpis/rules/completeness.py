"""How complete a service month is: chain ladder (formulas, sections 7 and 11, "Completeness").

C(i, k) = declared for service month i received on or before the last day of month i + k. The
peildatum is taken back to the last month end on or before it, the *cutoff*; the age of a service
month is the number of months from it to the month of the cutoff.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import prod

from contracts.rules.periods import add_months, first_of_month, months_between
from kpis.rules.months import last_month_end
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.snapshot import AcceptedLine, Snapshot, grouped

Triangle = Mapping[date, Mapping[int, int]]
"""Per service month, per age at which it was received, the declared cents."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """The development factors f(0), f(1) ... per product category of the region, at a cutoff."""

    cutoff: date
    factors: Mapping[str, tuple[Fraction, ...]]

    def of(self, category: str, month: date) -> Fraction | None:
        """c of a service month: the share of its declared that has been received, exact.

        1 after the last age (12 months) and without lines in the category. None when the month has
        not ended at the cutoff, or when the factors leave nothing (product 0 or less).
        """
        age = months_between(month, first_of_month(self.cutoff))
        if age < 0:
            return None
        development = prod(self.factors.get(category, ())[age:], start=Fraction(1))
        return 1 / development if development > 0 else None


def completeness(snapshot: Snapshot, parameters: Parameters = DEFAULTS) -> Completeness:
    """The completeness of service months as of the peildatum, per product category (region)."""
    cutoff = last_month_end(snapshot.peildatum)
    per_category = grouped(snapshot.lines, lambda entry: entry.category)
    return Completeness(
        cutoff,
        {
            category: category_factors(triangle(lines, cutoff), cutoff, parameters)
            for category, lines in per_category.items()
        },
    )


def triangle(lines: Iterable[AcceptedLine], cutoff: date) -> Triangle:
    """What was received up to the cutoff, by service month and age at receipt.

    Received before the service month began counts as age 0.
    """
    cells: dict[date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for entry in lines:
        if entry.line.received_on <= cutoff:
            age = max(0, months_between(entry.service_month, entry.line.received_on))
            cells[entry.service_month][age] += entry.line.signed
    return cells


def cumulative(received: Mapping[int, int], age: int) -> int:
    """C(i, k): declared for one service month received up to an age, in cents."""
    return sum(cents for at, cents in received.items() if at <= age)


def known_months(cutoff: date, age: int, parameters: Parameters = DEFAULTS) -> list[date]:
    """The last 24 service months of which both C(i, age) and C(i, age + 1) are known, newest first."""
    newest = add_months(first_of_month(cutoff), -(age + 1))
    return [add_months(newest, -step) for step in range(parameters.ladder_months)]


def factor(cells: Triangle, cutoff: date, age: int, parameters: Parameters = DEFAULTS) -> Fraction:
    """f(k) = sum of C(i, k+1) / sum of C(i, k); 1 when the denominator is 0."""
    months = [month for month in known_months(cutoff, age, parameters) if month in cells]
    before = sum(cumulative(cells[month], age) for month in months)
    after = sum(cumulative(cells[month], age + 1) for month in months)
    return Fraction(after, before) if before else Fraction(1)


def category_factors(
    cells: Triangle, cutoff: date, parameters: Parameters = DEFAULTS
) -> tuple[Fraction, ...]:
    """f(0) up to the last age; after age 12 the tail is 1."""
    ages = range(parameters.ladder_age)
    return tuple(factor(cells, cutoff, age, parameters) for age in ages)


def provider_factors(
    own: Triangle,
    of_category: tuple[Fraction, ...],
    cutoff: date,
    parameters: Parameters = DEFAULTS,
) -> tuple[Fraction, ...]:
    """The factors of one provider in a category, weighted by credibility.

    f = w x own + (1 - w) x category, w = n / (n + 6), n = service months of the provider, of those
    behind the factor, with C(i, k) > 0.
    """
    return tuple(
        weighted_factor(own, category_factor, cutoff, age, parameters)
        for age, category_factor in enumerate(of_category)
    )


def weighted_factor(
    own: Triangle, category_factor: Fraction, cutoff: date, age: int, parameters: Parameters
) -> Fraction:
    """One factor of a provider: its own and that of the category, by the credibility of its own."""
    seen = months_seen(own, cutoff, age, parameters)
    weight = Fraction(seen, seen + parameters.credibility_months)
    return weight * factor(own, cutoff, age, parameters) + (1 - weight) * category_factor


def months_seen(own: Triangle, cutoff: date, age: int, parameters: Parameters = DEFAULTS) -> int:
    """Service months of a provider, of those behind the factor of an age, with C(i, k) > 0."""
    months = known_months(cutoff, age, parameters)
    return sum(1 for month in months if cumulative(own.get(month, {}), age) > 0)


def is_never_in(own: Triangle, cutoff: date, age: int, parameters: Parameters = DEFAULTS) -> bool:
    """True when a provider declares, but never so early: then what came in by now says nothing of the month."""
    later = any(months_seen(own, cutoff, k, parameters) for k in range(parameters.ladder_age))
    return later and age < parameters.ladder_age and months_seen(own, cutoff, age, parameters) == 0
