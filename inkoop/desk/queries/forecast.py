"""What a year will come to, beside the budgets, and how good earlier forecasts were."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet, Sum

from contracts.choices import CATEGORIES
from inkoop.base.models import Municipality
from inkoop.base.periods import last_month_end, month_number
from kpis.models import Budget, Computation, ForecastError, ForecastMonth
from kpis.models.forecasts import QUARTER

ALL = ""
MATURE = "rijp"
PARTS = ("declared", "mature", "ibnr", "committed", "inflow")
TENTH, HALF, NINE_TENTHS = Decimal("0.1"), Decimal("0.5"), Decimal("0.9")


@dataclass(frozen=True)
class Band:
    """Errors of earlier forecasts, as shares; None = none could be measured. ``n`` of how many."""

    p10: Decimal | None
    p50: Decimal | None
    p90: Decimal | None
    mape: Decimal | None
    n: int


NO_BAND = Band(None, None, None, None, 0)


def if_wrong_by(error: Decimal | None, expected: int, declared: int, mature: int = 0) -> int | None:
    """Cents when a forecast is wrong by this share again, of what is not mature; never less than is declared."""
    if error is None or error <= -1:
        return None
    rest = ((expected - mature) / (1 + error)).to_integral_value(rounding="ROUND_HALF_UP")
    return max(declared, mature + int(rest))


@dataclass(frozen=True)
class Months:
    """One month, of everything that is shown. Cents. ``band``: of its own number of months ahead."""

    month: date
    kind: str
    declared: int
    committed: int
    inflow: int
    band: Band = NO_BAND

    @property
    def expected(self) -> int:
        return self.declared + self.committed + self.inflow

    @property
    def low(self) -> int | None:
        return if_wrong_by(self.band.p90, self.expected, self.declared)

    @property
    def high(self) -> int | None:
        return if_wrong_by(self.band.p10, self.expected, self.declared)


@dataclass(frozen=True)
class YearEnd:
    """One municipality or category. Cents; ``budget`` None = none is known. ``mature``: of declared, what is final.

    ``ibnr`` is what is still to come of months that have passed, ``committed`` of months to come on allocations
    that are there. ``low`` and ``high``: when the forecast is as wrong as the earlier ones.
    """

    key: str
    name: str
    declared: int
    mature: int
    ibnr: int
    committed: int
    inflow: int
    budget: int | None
    band: Band = field(repr=False)

    @property
    def obligated(self) -> int:
        return self.ibnr + self.committed

    @property
    def expected(self) -> int:
        return self.declared + self.obligated + self.inflow

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.expected

    @property
    def low(self) -> int | None:
        return if_wrong_by(self.band.p90, self.expected, self.declared, self.mature)

    @property
    def high(self) -> int | None:
        return if_wrong_by(self.band.p10, self.expected, self.declared, self.mature)


@dataclass(frozen=True)
class Tested:
    """The forecasts made on one day, beside what is known now; cents. ``mape``: over municipalities."""

    made_on: date
    forecast: int
    known: int
    mape: Decimal | None

    @property
    def error(self) -> Decimal | None:
        return _error(self.forecast, self.known)


def months_of(computation: Computation, municipality: str) -> list[Months]:
    """All categories together, per month. One query."""
    rows = _rows(computation, municipality).order_by("month", "kind").values("month", "kind")
    sums = rows.annotate(Sum("declared"), Sum("committed"), Sum("inflow"))
    return [
        Months(row["month"], row["kind"], row["declared__sum"], row["committed__sum"], row["inflow__sum"])
        for row in sums
    ]


def year_ends(computation: Computation, municipality: str, band: Band) -> list[YearEnd]:
    """Per municipality; of one municipality per category. Three queries."""
    group = "category" if municipality else "municipality__code"
    names = CATEGORIES if municipality else dict(Municipality.objects.values_list("code", "name"))
    budgets = budgets_at(computation, municipality)
    found: dict[str, dict[str, int]] = {}
    rows = _rows(computation, municipality).order_by(group, "kind").values(group, "kind")
    for row in rows.annotate(Sum("declared"), Sum("committed"), Sum("inflow")):
        sums = found.setdefault(row[group], dict.fromkeys(PARTS, 0))
        sums["declared"] += row["declared__sum"]
        sums["mature"] += row["declared__sum"] if row["kind"] == MATURE else 0
        sums["inflow"] += row["inflow__sum"]
        sums["committed" if row["kind"] == "toekomst" else "ibnr"] += row["committed__sum"]
    ends = [
        YearEnd(key, names.get(key, key), budget=budgets.get(key), band=band, **sums)
        for key, sums in found.items()
    ]
    return sorted(ends, key=lambda end: (-end.expected, end.name))


def total(ends: Iterable[YearEnd], name: str, band: Band, budget: int | None) -> YearEnd:
    """The rows together."""
    rows = list(ends)
    sums = {part: sum(getattr(row, part) for row in rows) for part in PARTS}
    return YearEnd(ALL, name, budget=budget, band=band, **sums)


def budgets_at(computation: Computation, municipality: str) -> dict[str, int]:
    """The budgets of the year as of the peildatum: per municipality, or per category of one. One query.

    A municipality without a budget for everything has the sum of those per category.
    """
    if computation.window_from is None:
        return {}
    budgets = Budget.objects.filter(year=computation.window_from.year, set_on__lte=computation.peildatum)
    newest = {
        (row.municipality.code, row.category): row.cents
        for row in budgets.select_related("municipality").order_by("set_on")
    }
    if municipality:
        return {category: cents for (code, category), cents in newest.items() if code == municipality}
    sums: dict[str, int] = {}
    for (code, category), cents in newest.items():
        if category != ALL:
            sums[code] = sums.get(code, 0) + cents
    return sums | {code: cents for (code, category), cents in newest.items() if category == ALL}


@dataclass(frozen=True)
class BackTest:
    """Earlier forecasts beside what is known now; per day of making, municipality and months ahead, in cents."""

    rows: list[tuple[date, int, int, int, int]]

    @cached_property
    def reach(self) -> dict[date, int]:
        """Per day of making the furthest month ahead that can be tested."""
        found: dict[date, int] = {}
        for made_on, _, ahead, _, _ in self.rows:
            found[made_on] = max(ahead, found.get(made_on, ahead))
        return found

    def band(self, first: int, last: int) -> Band:
        """Of the months ahead ``first`` t/m ``last`` together, over municipalities.

        Only of forecasts of which all of them can be tested; without any of those, of what can be.
        """
        furthest = max(self.reach.values(), default=last)
        first, last = min(first, furthest), min(last, furthest)
        whole = {day for day, reach in self.reach.items() if reach >= last}
        sums: dict[tuple[date, int], tuple[int, int]] = {}
        for made_on, place, ahead, told, known in self.rows:
            if made_on in whole and first <= ahead <= last:
                before = sums.get((made_on, place), (0, 0))
                sums[made_on, place] = before[0] + told, before[1] + known
        errors = [error for told, known in sums.values() if (error := _error(told, known)) is not None]
        return Band(
            percentile(errors, TENTH),
            percentile(errors, HALF),
            percentile(errors, NINE_TENTHS),
            _mean([abs(error) for error in errors]),
            len(errors),
        )

    @property
    def horizons(self) -> list[tuple[int, Band]]:
        """Per number of months ahead that could be tested."""
        return [(ahead, self.band(ahead, ahead)) for ahead in sorted({row[2] for row in self.rows})]

    @property
    def quarters(self) -> list[Tested]:
        """Of each forecast the quarter after it."""
        found = []
        for made_on in sorted(self.reach):
            sums: dict[int, tuple[int, int]] = {}
            for day, place, ahead, told, known in self.rows:
                if day == made_on and QUARTER[0] <= ahead <= QUARTER[1]:
                    before = sums.get(place, (0, 0))
                    sums[place] = before[0] + told, before[1] + known
            errors = [error for pair in sums.values() if (error := _error(*pair)) is not None]
            told, known = (sum(pair[at] for pair in sums.values()) for at in (0, 1))
            found.append(Tested(made_on, told, known, _mean([abs(error) for error in errors])))
        return found


def tested(computation: Computation) -> BackTest:
    """How good the forecasts of the last quarters were. One query."""
    rows = ForecastError.objects.filter(computation=computation).order_by()
    keys = rows.values_list("made_on", "municipality_id", "ahead")
    return BackTest(list(keys.annotate(told=Sum("forecast"), nowadays=Sum("known"))))


def horizon(computation: Computation, month: date) -> int:
    """How many months ahead of the last one that has passed; 0 or less = it has passed."""
    return month_number(month) - month_number(last_month_end(computation.peildatum))


def with_bands(months: Iterable[Months], computation: Computation, test: BackTest) -> list[Months]:
    """The months with what they may come to, by the errors at their own number of months ahead."""
    known: dict[int, Band] = {}
    found = []
    for one in months:
        ahead = horizon(computation, one.month)
        if one.kind != MATURE:
            band = known.setdefault(ahead, test.band(ahead, ahead))
            one = replace(one, band=band)  # noqa: PLW2901 -- the same month, with its band
        found.append(one)
    return found


def band_of(months: Iterable[Months], computation: Computation, test: BackTest) -> Band:
    """Of all months that are not mature together."""
    aheads = [horizon(computation, one.month) for one in months if one.kind != MATURE]
    return test.band(min(aheads), max(aheads)) if aheads else NO_BAND


def percentile(values: list[Decimal], share: Decimal) -> Decimal | None:
    """Linear between the two nearest values; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _mean(values: list[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None


def _error(forecast: int, known: int) -> Decimal | None:
    """(forecast - known) / known; None when nothing is known."""
    return Decimal(forecast - known) / known if known > 0 else None


def _rows(computation: Computation, municipality: str) -> QuerySet[ForecastMonth]:
    rows = ForecastMonth.objects.filter(computation=computation)
    return rows.filter(municipality__code=municipality) if municipality else rows
