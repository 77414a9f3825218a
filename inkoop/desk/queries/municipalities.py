"""How much of its allocations each municipality has used."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum

from inkoop.base.models import Municipality
from kpis.choices import ComputationName
from kpis.models import Computation, MonthValue


@dataclass(frozen=True)
class BudgetUse:
    """``budget`` is the allocation value W of the months: what the municipality has committed itself to.

    Cents. ``excluded``: allocation-months without a W, so not in ``budget``.
    """

    municipality: Municipality | None
    budget: int
    declared: int
    excluded: int

    @property
    def left(self) -> int:
        return self.budget - self.declared

    @property
    def share(self) -> Decimal | None:
        """None = nothing was allocated."""
        return Decimal(self.declared) / self.budget if self.budget > 0 else None


def newest_month_series(peildatum: date) -> Computation | None:
    """The maandreeks of this peildatum over the longest window; None = never computed."""
    series = Computation.objects.filter(name=ComputationName.MONTH_SERIES, peildatum=peildatum)
    return series.exclude(fingerprint="").order_by("window_from", "-window_to").first()


def budget_use(computation: Computation, first: date, last: date) -> list[BudgetUse]:
    """Per municipality over the months ``first`` t/m ``last``, from the maandreeks. Two queries."""
    rows = _in(computation, first, last).order_by().values("municipality")
    sums = rows.annotate(budget=Sum("value"), sum_declared=Sum("declared"), without=Sum("excluded"))
    places = Municipality.objects.in_bulk()
    found = [
        BudgetUse(places[row["municipality"]], row["budget"], row["sum_declared"], row["without"])
        for row in sums
    ]
    return sorted(found, key=lambda use: use.municipality.name if use.municipality else "")


def total(uses: list[BudgetUse]) -> BudgetUse:
    return BudgetUse(
        None,
        budget=sum(use.budget for use in uses),
        declared=sum(use.declared for use in uses),
        excluded=sum(use.excluded for use in uses),
    )


def _in(computation: Computation, first: date, last: date) -> QuerySet[MonthValue]:
    return MonthValue.objects.filter(computation=computation, month__range=(first, last))
