"""What the months of a year will come to (formulas, section 7).

A month that is mature is what was declared; one that has passed is the nowcast of the maandreeks; one to come is
what is allocated for it x verzilvering x survival, and what is to be expected on allocations that are not there
yet: inflow x mean cost x season. Verzilvering here is all that was declared / W: also what was declared on
allocations without a W, because that will be declared again. A month that has passed, but of which too little or
nothing was received to go by, is W x this verzilvering too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from contracts.rules.codes import WITHDRAWN
from contracts.rules.facts import AllocationVersion
from contracts.rules.periods import (
    add_months,
    first_of_month,
    last_mature_month,
    last_of_month,
    months_between,
)
from contracts.rules.rounding import half_up
from kpis.rules import exact
from kpis.rules.months import Window, last_month_end
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.series import SeriesRow, series
from kpis.rules.snapshot import (
    AllocationKey,
    Ledger,
    Snapshot,
    as_of,
    category_of_allocation,
    grouped,
    in_force,
)

YEAR, TWO_YEARS = 12, 24
MATURE, NOWCAST, TO_COME = "rijp", "geschat", "toekomst"


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One municipality, category and month, in whole cents.

    ``declared`` so far; ``committed``: still to come on allocations that are there; ``inflow``: on those that
    are not there yet. Together what the month will come to.
    """

    municipality: str
    category: str
    month: date
    kind: str
    declared: int
    committed: int
    inflow: int

    @property
    def expected(self) -> int:
        return self.declared + self.committed + self.inflow


@dataclass(frozen=True)
class Experience:
    """What the past says of months to come, on a peildatum."""

    now: Snapshot
    year_ago: Snapshot
    parameters: Parameters

    @property
    def newest(self) -> date:
        """The last month that has passed."""
        return first_of_month(last_month_end(self.now.peildatum))

    @property
    def mature(self) -> date:
        return last_mature_month(self.now.peildatum, self.parameters.mature_after)

    def survival(self, category: str, ahead: int) -> Fraction:
        """Allocations in force so many months ahead, as they turned out / as they stood a year ago.

        Of the region, by the category of then; 1 when there were none.
        """
        month = add_months(self.newest, ahead - YEAR)
        then = {
            key for key, one in self.year_ago.allocations.items() if category_of_allocation(one) == category
        }
        foreseen = sum(1 for key in then if in_month(self.year_ago.allocations[key], month))
        turned_out = sum(1 for key in then if in_month(self.now.allocations[key], month))
        return Fraction(turned_out, foreseen) if foreseen else Fraction(1)

    def inflow(self, municipality: str, category: str) -> Fraction:
        """New allocations a month: those that began in the last 12 months that passed, / 12."""
        begun = [
            one
            for one in self.current.values()
            if one.municipality == municipality
            and category_of_allocation(one) == category
            and 0 <= months_between(one.begin, self.newest) < YEAR
        ]
        return Fraction(len(begun), YEAR)

    def cost(self, category: str, age: int) -> Fraction:
        """Mean declared on an allocation so many months after that in which it began; 0 without any.

        Of allocations that began in the last 24 mature months, in mature months only.
        """
        chosen = {
            key: one
            for key, one in self.current.items()
            if category_of_allocation(one) == category
            and add_months(self.mature, 1 - TWO_YEARS) <= first_of_month(one.begin)
            and add_months(first_of_month(one.begin), age) <= self.mature
        }
        cents = sum(
            entry.line.signed
            for key, one in chosen.items()
            for entry in self.now.lines_on.get(key, ())
            if entry.service_month == add_months(first_of_month(one.begin), age)
        )
        return Fraction(cents, len(chosen)) if chosen else Fraction(0)

    def season(self, category: str, month: date) -> Fraction:
        """Declared in this calendar month / in a month on average, over the last 24 mature months; 1 without any."""
        cents = self.declared.get(category, {})
        months = [add_months(self.mature, -step) for step in range(TWO_YEARS)]
        whole = sum(cents.get(one, 0) for one in months)
        same = sum(cents.get(one, 0) for one in months if one.month == month.month)
        return Fraction(same * YEAR, whole) if whole > 0 else Fraction(1)

    @cached_property
    def current(self) -> Mapping[AllocationKey, AllocationVersion]:
        """The allocations that are not withdrawn."""
        return {key: one for key, one in self.now.allocations.items() if one.reason != WITHDRAWN}

    @cached_property
    def declared(self) -> Mapping[str, Mapping[date, int]]:
        """Declared per category and service month, in cents."""
        categories = grouped(self.now.lines, lambda entry: entry.category)
        return {
            category: {
                month: sum(entry.line.signed for entry in own)
                for month, own in grouped(lines, lambda entry: entry.service_month).items()
            }
            for category, lines in categories.items()
        }


def in_month(allocation: AllocationVersion, month: date) -> bool:
    return in_force(allocation, month, last_of_month(month))


def experience(ledger: Ledger, peildatum: date, parameters: Parameters = DEFAULTS) -> Experience:
    """The region on the peildatum, and as it was known at the last month end but 12."""
    year_ago = last_of_month(add_months(first_of_month(last_month_end(peildatum)), -YEAR))
    return Experience(as_of(ledger, peildatum), as_of(ledger, year_ago), parameters)


def prognosis(
    ledger: Ledger, peildatum: date, window: Window, parameters: Parameters = DEFAULTS
) -> list[ForecastRow]:
    """The rows of the window, sorted: municipalities and categories that are known, with anything to expect."""
    past = experience(ledger, peildatum, parameters)
    first = min(window.first, add_months(past.mature, 1 - YEAR))
    rows = series(past.now, Window(first, window.last), parameters)
    use = uses(rows, past.mature)
    found = {(row.municipality, row.category, row.month): row for row in rows}
    cells = {(one.municipality, category_of_allocation(one)) for one in past.current.values()}
    places = sorted({(row.municipality, row.category) for row in rows} | cells)
    told = [
        forecast(past, place, month, found.get((*place, month)), use.get(place[1]))
        for place in places
        for month in window
    ]
    return [row for row in told if row.declared or row.committed or row.inflow]


@dataclass(frozen=True, slots=True)
class Use:
    """What was declared in the last 12 mature months per cent of W, or per client where there is no W."""

    declared: int
    value: int
    clients: int

    def expected(self, row: SeriesRow) -> Fraction:
        """What a month will come to, by what is allocated for it."""
        if self.value > 0:
            return Fraction(row.value * self.declared, self.value)
        return Fraction(row.clients * self.declared, self.clients) if self.clients else Fraction(0)


def uses(rows: Sequence[SeriesRow], mature: date) -> Mapping[str, Use]:
    """Per category of the region."""
    year = Window(add_months(mature, 1 - YEAR), mature)
    categories = grouped([row for row in rows if row.month in year], lambda row: row.category)
    return {
        category: Use(
            sum(row.declared for row in own), sum(row.value for row in own), sum(row.clients for row in own)
        )
        for category, own in categories.items()
    }


def forecast(
    past: Experience, place: tuple[str, str], month: date, row: SeriesRow | None, use: Use | None
) -> ForecastRow:
    """One month of one cell; ``row`` is that of the maandreeks, None = without clients and declared."""
    category = place[1]
    declared = row.declared if row else 0
    by_value = use.expected(row) if row and use else Fraction(0)
    if month <= past.mature:
        return ForecastRow(*place, month, MATURE, declared, 0, 0)
    if month <= past.newest:
        total = nowcast(row, by_value, past.parameters) if row else 0
        return ForecastRow(*place, month, NOWCAST, declared, total - declared, 0)
    ahead = months_between(past.newest, month)
    total = max(declared, half_up(by_value * past.survival(category, min(ahead, YEAR))))
    new = past.inflow(*place) * sum(past.cost(category, age) for age in range(ahead))
    inflow = half_up(new * past.season(category, month))
    return ForecastRow(*place, month, TO_COME, declared, total - declared, inflow)


def nowcast(row: SeriesRow, by_value: Fraction, parameters: Parameters) -> int:
    """That of the maandreeks where enough was received to go by, else by what is allocated."""
    c = row.completeness
    is_enough = c is not None and exact.six_decimals(c) >= parameters.least_completeness
    if is_enough and row.declared and row.expected is not None:
        return row.expected
    return max(row.declared, half_up(by_value))


@dataclass(frozen=True, slots=True)
class Band:
    """Errors of earlier forecasts: (forecast - known) / known; None without any."""

    p10: Fraction | None
    p50: Fraction | None
    p90: Fraction | None
    mape: Fraction | None


def band(pairs: Sequence[tuple[int, int]]) -> Band:
    """From pairs of forecast and known, in cents; what is known as 0 or less cannot be measured."""
    errors = [Fraction(forecast - known, known) for forecast, known in pairs if known > 0]
    if not errors:
        return Band(None, None, None, None)
    sizes = [abs(error) for error in errors]
    return Band(
        exact.percentile(errors, Fraction(1, 10)),
        exact.median(errors),
        exact.percentile(errors, exact.NINE_TENTHS),
        Fraction(sum(sizes), len(sizes)),
    )


def within(expected: int, error: Fraction) -> int:
    """What is to be expected if the forecast is wrong by this error again, in whole cents."""
    return half_up(expected / (1 + error)) if error > -1 else expected
