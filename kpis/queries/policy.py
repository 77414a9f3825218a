"""Progress of policy goals: what was declared and who was in care, per calendar year, against the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Aggregate, Count, Q, Sum

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
    """Each year from the reference to the target year. One query, or two."""
    return progress_of_all([goal], peildatum, mature_after)[0]


def progress_of_all(goals: Sequence[PolicyGoal], peildatum: date, mature_after: int) -> list[Progress]:
    """The same of several goals, in their order; one query for all that is counted."""
    counted = _counted([goal for goal in goals if goal.indicator != GoalIndicator.HAND], peildatum)
    mature = last_mature_month(peildatum, mature_after)
    return [
        _progress(goal, _by_hand(goal) if goal.indicator == GoalIndicator.HAND else counted[goal.pk], mature)
        for goal in goals
    ]


def _progress(goal: PolicyGoal, values: Mapping[int, Decimal], mature: date) -> Progress:
    reference = values.get(goal.reference_year)
    target = goal.target
    if target is None and reference is not None and goal.change is not None:
        target = target_of(reference, goal.change)
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


def _by_hand(goal: PolicyGoal) -> dict[int, Decimal]:
    return {row.year: row.value for row in goal.values.all()}


def _counted(goals: Sequence[PolicyGoal], peildatum: date) -> dict[int, dict[int, Decimal]]:
    """Per goal and year; a year in which nothing was declared, or nobody was in care, is left out."""
    found: dict[int, dict[int, Decimal]] = {goal.pk: {} for goal in goals}
    if not goals:
        return found
    first = min(goal.reference_year for goal in goals)
    last = min(max(goal.target_year for goal in goals), peildatum.year)
    lines = DeclarationLine.objects.filter(
        received_on__lte=peildatum, month__range=(date(first, 1, 1), date(last, DECEMBER, 1))
    )
    amounts = {f"goal_{goal.pk}": _what(goal) for goal in goals}
    for year, *values in lines.order_by().values_list("month__year").annotate(**amounts):
        for goal, value in zip(goals, values, strict=True):
            if value or (value == 0 and goal.indicator == GoalIndicator.SPENDING):
                found[goal.pk][year] = Decimal(value)
    return found


def _what(goal: PolicyGoal) -> Aggregate:
    if goal.indicator == GoalIndicator.SPENDING:
        return Sum(SIGNED, filter=_lines(goal))
    return Count("client", distinct=True, filter=_lines(goal) & Q(debit_credit="D"))


def _lines(goal: PolicyGoal) -> Q:
    wanted = Q(month__year__gte=goal.reference_year)
    if goal.municipality_id:
        wanted &= Q(municipality=goal.municipality_id)
    if goal.categories:
        wanted &= Q(category__in=goal.categories)
    if goal.product_codes:
        wanted &= Q(product_code__in=goal.product_codes)
    return wanted
