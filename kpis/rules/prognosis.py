"""What the months of a year will come to (formulas, section 7).

A month that is mature is what was declared; one that has passed is the nowcast, per provider. One to come is what is
allocated for it x verzilvering x survival, measured together on what was allocated a year ago, and what is to be
expected on allocations that are not there yet: inflow x mean cost x season. Inflow is what begins in a month on
average, less what is known to begin in it: that is allocated already. Of the months that have passed it is the part
that is not yet known, because allocations are received after they begin. Where too little is known, W x what was
declared per cent of W: all of it, also on allocations without a W, because that will be declared again.
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
from kpis.rules.nowcast import Nowcasts
from kpis.rules.parameters import DEFAULTS, Parameters
from kpis.rules.running import Realised, realised
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
    realised: Realised
    parameters: Parameters

    @cached_property
    def nowcasts(self) -> Nowcasts:
        return Nowcasts(self.now, self.parameters)

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

    def rate(self, municipality: str, category: str) -> Fraction:
        """New allocations a month: those that began in the last 12 mature months, / 12."""
        begun = [
            month
            for month in self.begins((municipality, category))
            if 0 <= months_between(month, self.mature) < YEAR
        ]
        return Fraction(len(begun), YEAR)

    def reported(self, month: date) -> Fraction:
        """The part of the allocations that began in a month that has passed, that is known by now.

        As of the same month a year earlier it was known a year ago; 1 when none began in it.
        """
        then = add_months(month, -YEAR)
        begun = {key for key, one in self.current.items() if first_of_month(one.begin) == then}
        return Fraction(len(begun & set(self.year_ago.allocations)), len(begun)) if begun else Fraction(1)

    def begun(self, place: tuple[str, str], month: date) -> Fraction:
        """Allocations that begin in a month and are not known yet."""
        rate = self.rate(*place)
        if month <= self.newest:
            return rate * (1 - self.reported(month))
        known = sum(1 for begin in self.begins(place) if begin == month)
        return max(Fraction(0), rate - known)

    def inflow(self, place: tuple[str, str], month: date) -> Fraction:
        """What will be declared in a month on allocations that are not known yet, in cents."""
        first = add_months(self.mature, 1)
        begins = [add_months(first, step) for step in range(months_between(first, month) + 1)]
        cents = sum(
            self.begun(place, begin) * self.cost(place[1], months_between(begin, month)) for begin in begins
        )
        return cents * self.season(place[1], month)

    def begins(self, place: tuple[str, str]) -> list[date]:
        """The months in which the allocations of a municipality and category begin."""
        return self._begins.get(place, [])

    @cached_property
    def _begins(self) -> Mapping[tuple[str, str], list[date]]:
        places = grouped(self.current.values(), lambda one: (one.municipality, category_of_allocation(one)))
        return {place: [first_of_month(one.begin) for one in own] for place, own in places.items()}

    @cached_property
    def learnt_from(self) -> Window:
        """The last 24 mature months, as far as anything was declared by then."""
        first = min((entry.service_month for entry in self.now.lines), default=self.mature)
        return Window(min(max(first, add_months(self.mature, 1 - TWO_YEARS)), self.mature), self.mature)

    def cost(self, category: str, age: int) -> Fraction:
        """Mean declared on an allocation so many months after that in which it began; 0 without any.

        Of allocations that began in the months learnt from, and in those months only.
        """
        chosen = {
            key: one
            for key, one in self.current.items()
            if category_of_allocation(one) == category
            and first_of_month(one.begin) in self.learnt_from
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
        """Declared in this calendar month / in a month, both on average over the months learnt from; 1 without any."""
        cents = self.declared.get(category, {})
        whole = sum(cents.get(one, 0) for one in self.learnt_from)
        same = [cents.get(one, 0) for one in self.learnt_from if one.month == month.month]
        if whole <= 0 or not same:
            return Fraction(1)
        return Fraction(sum(same) * len(self.learnt_from), whole * len(same))

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
    now, then = as_of(ledger, peildatum), as_of(ledger, year_ago)
    newest = first_of_month(last_month_end(peildatum))
    mature = last_mature_month(peildatum, parameters.mature_after)
    return Experience(now, then, realised(now, then, newest, mature, parameters), parameters)


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
        total = past.nowcasts.of(place, month, by_value) if row else 0
        return ForecastRow(*place, month, NOWCAST, declared, total - declared, 0)
    ahead = months_between(past.newest, month)
    running = past.realised.expected(row, ahead) if row else Fraction(0)
    if running is None:
        running = by_value * past.survival(category, min(ahead, YEAR))
    total = max(declared, half_up(running))
    return ForecastRow(*place, month, TO_COME, declared, total - declared, half_up(past.inflow(place, month)))


@dataclass(frozen=True, slots=True)
class PastForecast:
    """An earlier forecast of one month of one cell beside what is known of it now, in cents.

    ``ahead``: months from that in which it was made; 0 or less = it had passed.
    """

    made_on: date
    ahead: int
    municipality: str
    category: str
    forecast: int
    known: int


def backtest(
    ledger: Ledger, peildatum: date, made_on: Sequence[date], parameters: Parameters = DEFAULTS
) -> list[PastForecast]:
    """The forecasts made on earlier days, from the first month that was not mature then t/m a year ahead, as far as
    those months are mature now.
    """
    mature = last_mature_month(peildatum, parameters.mature_after)
    found: list[PastForecast] = []
    for day in made_on:
        this, last = first_of_month(day), min(mature, add_months(first_of_month(day), YEAR))
        window = Window(add_months(last_mature_month(day, parameters.mature_after), 1), last)
        told = {
            (row.municipality, row.category, row.month): row.expected
            for row in prognosis(ledger, day, window, parameters)
        }
        known = {
            (row.municipality, row.category, row.month): row.declared
            for row in series(as_of(ledger, peildatum), window, parameters)
        }
        found += [
            PastForecast(day, months_between(this, key[2]), *key[:2], told.get(key, 0), known.get(key, 0))
            for key in sorted({*told, *known})
            if told.get(key) or known.get(key)
        ]
    return found


def at_horizon(rows: Sequence[PastForecast], first: int, last: int) -> list[tuple[int, int]]:
    """Forecast and known per municipality and day of making, over the months ahead ``first`` t/m ``last``.

    Only of days of which all of those months can be tested; without any of those, of what can be.
    """
    days = {row.made_on for row in rows}
    reach = {day: max(row.ahead for row in rows if row.made_on == day) for day in days}
    whole = {day for day in days if reach[day] >= last} or days
    groups = grouped(
        [row for row in rows if first <= row.ahead <= last and row.made_on in whole],
        lambda row: (row.made_on, row.municipality),
    )
    return [(sum(row.forecast for row in own), sum(row.known for row in own)) for own in groups.values()]


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
