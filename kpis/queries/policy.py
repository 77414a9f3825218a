"""Progress of policy goals: what was declared and who was in care, per calendar year, against the line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from contracts.models import DeclarationLine
from contracts.queries.amounts import SIGNED
from inkoop.base.periods import last_mature_month
from kpis.choices import GoalIndicator
from kpis.models import PolicyGoal
from kpis.rules.policy import on_line, standing, target_of

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a goal; ``value`` None = not known (yet), ``line`` None = no reference. ``is_whole``: all months
    are mature; a year that is not whole is not judged.
    """

    year: int
    value: Decimal | None
    line: Decimal | None
    is_whole: bool
    standing: str


@dataclass(frozen=True, slots=True)
class Progress:
    """``reference`` and ``target`` in the unit of the goal; None = not known yet."""

    goal: PolicyGoal
    reference: Decimal | None
    target: Decimal | None
    years: list[Year]

    @property
    def newest(self) -> Year | None:
        """The last whole year with a value."""
        return next((one for one in reversed(self.years) if one.value is not None and one.is_whole), None)


def progress_of(goal: PolicyGoal, peildatum: date, mature_after: int) -> Progress:
    """Each year from the reference to the target year that has begun; one query per goal."""
    last_year = min(goal.target_year, peildatum.year)
    values = _values(goal, peildatum, last_year)
    reference = values.get(goal.reference_year)
    target = goal.target
    if target is None and reference is not None and goal.change is not None:
        target = target_of(reference, goal.change)
    mature = last_mature_month(peildatum, mature_after)
    years = [
        _year(goal, year, values.get(year), (reference, target), mature)
        for year in range(goal.reference_year, goal.target_year + 1)
    ]
    return Progress(goal, reference, target, years)


def _year(
    goal: PolicyGoal,
    year: int,
    value: Decimal | None,
    ends: tuple[Decimal | None, Decimal | None],
    mature: date,
) -> Year:
    reference, target = ends
    span = {"first": goal.reference_year, "last": goal.target_year}
    is_whole = goal.indicator == GoalIndicator.HAND or mature >= date(year, DECEMBER, 1)
    line = (
        on_line(year, **span, reference=reference, target=target)
        if reference is not None and target is not None
        else None
    )
    judged = value if is_whole and year != goal.reference_year else None
    return Year(
        year, value, line, is_whole, standing(judged, year=year, **span, reference=reference, target=target)
    )


def _values(goal: PolicyGoal, peildatum: date, last_year: int) -> dict[int, Decimal]:
    if goal.indicator == GoalIndicator.HAND:
        return {row.year: row.value for row in goal.values.all()}
    lines = _lines(goal, peildatum).filter(
        month__range=(date(goal.reference_year, 1, 1), date(last_year, DECEMBER, 1))
    )
    what = (
        Sum(SIGNED)
        if goal.indicator == GoalIndicator.SPENDING
        else Count("client", distinct=True, filter=Q(debit_credit="D"))
    )
    rows = lines.order_by().values_list("month__year").annotate(value=what)
    return {year: Decimal(value) for year, value in rows}


def _lines(goal: PolicyGoal, peildatum: date) -> QuerySet[DeclarationLine]:
    lines = DeclarationLine.objects.filter(received_on__lte=peildatum)
    if goal.municipality_id:
        lines = lines.filter(municipality=goal.municipality_id)
    if goal.categories:
        lines = lines.filter(category__in=goal.categories)
    if goal.product_codes:
        lines = lines.filter(product_code__in=goal.product_codes)
    return lines
