"""What a year will come to, beside the budgets, and how good earlier forecasts were."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from contracts.choices import CATEGORIES
from inkoop.base.models import Municipality
from kpis.models import Budget, Computation, ForecastError, ForecastMonth

ALL = ""
TENTH, HALF, NINE_TENTHS = Decimal("0.1"), Decimal("0.5"), Decimal("0.9")


@dataclass(frozen=True)
class Months:
    """One month, of everything that is shown. Cents."""

    month: date
    kind: str
    declared: int
    committed: int
    inflow: int

    @property
    def expected(self) -> int:
        return self.declared + self.committed + self.inflow


@dataclass(frozen=True)
class Band:
    """Errors of earlier forecasts, as shares; None = none could be measured."""

    p10: Decimal | None
    p50: Decimal | None
    p90: Decimal | None
    mape: Decimal | None
    n: int


@dataclass(frozen=True)
class YearEnd:
    """One municipality or category. Cents; ``budget`` None = none is known.

    ``ibnr`` is what is still to come of months that have passed, ``committed`` of months to come on allocations
    that are there. ``low`` and ``high``: when the forecast is as wrong as the earlier ones.
    """

    key: str
    name: str
    declared: int
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
        return self._if_wrong_by(self.band.p90)

    @property
    def high(self) -> int | None:
        return self._if_wrong_by(self.band.p10)

    def _if_wrong_by(self, error: Decimal | None) -> int | None:
        """Only what is not declared yet can be wrong."""
        if error is None or error <= -1:
            return None
        rest = (self.obligated + self.inflow) / (1 + error)
        return self.declared + int(rest.to_integral_value(rounding="ROUND_HALF_UP"))


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
        sums = found.setdefault(row[group], {"declared": 0, "ibnr": 0, "committed": 0, "inflow": 0})
        sums["declared"] += row["declared__sum"]
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
    sums = {
        part: sum(getattr(row, part) for row in rows) for part in ("declared", "ibnr", "committed", "inflow")
    }
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


def tested(computation: Computation) -> tuple[Band, list[Tested]]:
    """How good the forecasts of the last quarters were, over municipalities. One query."""
    rows = ForecastError.objects.filter(computation=computation).order_by("made_on", "municipality_id")
    sums = list(rows.values("made_on", "municipality_id").annotate(Sum("forecast"), Sum("known")))
    errors: list[Decimal] = []
    quarters = []
    for made_on in sorted({row["made_on"] for row in sums}):
        own = [row for row in sums if row["made_on"] == made_on]
        measured = [
            error for row in own if (error := _error(row["forecast__sum"], row["known__sum"])) is not None
        ]
        errors += measured
        quarters.append(
            Tested(
                made_on,
                sum(row["forecast__sum"] for row in own),
                sum(row["known__sum"] for row in own),
                _mean([abs(error) for error in measured]),
            )
        )
    band = Band(
        percentile(errors, TENTH),
        percentile(errors, HALF),
        percentile(errors, NINE_TENTHS),
        _mean([abs(error) for error in errors]),
        len(errors),
    )
    return band, quarters


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
