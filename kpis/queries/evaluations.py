"""The work on IBPs: tasks with what they ask, their dates, and how the matrix fits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.fields import CharField

from contracts.choices import DeadlineKind
from contracts.models import AllocationVersion, IbpVersion
from contracts.queries.deadlines import Due
from inkoop.base.dutch import counted, euro
from inkoop.base.parameters import values_at
from inkoop.base.periods import add_months, last_mature_month, last_of_month
from kpis.choices import IbpAsks
from kpis.models import Computation, IbpDecision, IbpEvaluation
from kpis.queries.steps import Values, statement
from kpis.rules.evaluations import GOAL_REACHED, TEMPORARY, Fit, Task, due_on

WARN_MONTHS = (0,)


def open_evaluations(computation: Computation, look_back_days: int) -> None:
    """One statement."""
    values: dict[str, int | date] = {
        "computation": computation.pk,
        "peildatum": computation.peildatum,
        "look_back_days": look_back_days,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("open_evaluations"), values)


def with_asks(tasks: QuerySet[IbpEvaluation]) -> QuerySet[IbpEvaluation]:
    """Adds ``asks`` (IbpAsks) and ``is_decided``: whether anything was decided."""
    decided = IbpDecision.objects.filter(evaluation=OuterRef("pk"))
    found = tasks.annotate(is_decided=Exists(decided), over_decided=Exists(decided.filter(was_over=True)))
    return found.annotate(
        asks=Case(
            When(is_decided=False, over_on=None, then=Value(IbpAsks.EVALUATE)),
            When(over_on__isnull=False, over_decided=False, then=Value(IbpAsks.EXPLAIN)),
            default=Value(IbpAsks.NOTHING),
            output_field=CharField(),
        )
    )


def open_tasks() -> QuerySet[IbpEvaluation]:
    """Tasks of the amount that counts now and that still ask something. A raise ends the task of the amount before."""
    newest = IbpVersion.objects.filter(ibp=OuterRef("ibp")).order_by("-version").values("amount")[:1]
    current = IbpEvaluation.objects.annotate(counts_now=Subquery(newest)).filter(amount=F("counts_now"))
    return with_asks(current).filter(~Q(asks=IbpAsks.NOTHING))


def due_day(task: IbpEvaluation, days: int) -> date:
    """By when; ``task`` with what it asks."""
    decided = (False,) if task.is_decided else ()  # type: ignore[attr-defined]  # annotated
    return due_on(Task(task.opened_on, task.over_on, decided), days)


def evaluation_dates(today: date) -> Iterator[Due]:
    """By when open tasks are to be decided: one date per provider and day, whose account the provider is."""
    tasks = list(open_tasks().select_related("ibp", "provider__account_holder").order_by("pk"))
    days = int(values_at(today)["ibp_evaluate_days"]) if tasks else 0
    found: dict[tuple[int | None, date], list[IbpEvaluation]] = {}
    for task in tasks:
        found.setdefault((task.provider_id, due_day(task, days)), []).append(task)
    for (_, day), group in found.items():
        first, others = group[0], len(group) - 1
        more = f" en nog {counted(others, 'ander', 'andere')}" if others else ""
        holder = first.provider.account_holder if first.provider else None
        text = f"IBP {first.ibp.code}{more}: evaluatie of besluit."
        yield Due(first, DeadlineKind.IBP, day, holder, text, None, first.provider, WARN_MONTHS)


@dataclass(frozen=True)
class MessageBudget:
    """What the messages allow on the allocations of an IBP, in cents. NULL = an allocation has no budget."""

    budget: int | None
    ceiling: int | None

    @property
    def warning(self) -> str:
        """What to do when messages and ceiling do not agree; empty when they do, or when messages set no limit."""
        if self.budget is None or self.ceiling is None or self.budget == self.ceiling:
            return ""
        if self.budget < self.ceiling:
            return (
                f"De toewijzing (JW301) staat op {euro(self.budget)}, het plafond op {euro(self.ceiling)}. Boven het "
                "bedrag van de toewijzing wordt geweigerd (9369): stuur een nieuw JW301, of laat de aanbieder een "
                "JW317 sturen."
            )
        return (
            f"De toewijzing (JW301) laat {euro(self.budget)} toe, meer dan het plafond van {euro(self.ceiling)}. "
            "Declaraties boven het plafond worden niet geweigerd."
        )


def message_budget(version: IbpVersion, peildatum: date) -> MessageBudget:
    """The budgets of the current versions of the linked allocations together. One query."""
    known = AllocationVersion.objects.filter(
        allocation__ibp_links__ibp_version=version, received_on__lte=peildatum
    )
    newest = known.order_by("allocation", "-issued_on", "-issued_at", "-received_on", "-id").distinct(
        "allocation"
    )
    budgets = [row.budget for row in newest]
    total = None if not budgets or None in budgets else sum(one for one in budgets if one is not None)
    return MessageBudget(total, version.amount)


def matrix_fits(computation: Computation, new: Mapping[str, Decimal] | None = None) -> list[Fit]:
    """Of the IBPs that ended in the last 12 mature months with an original amount, per cell. Two queries.

    ``new``: values of parameters to try instead of those in force.
    """
    values = {**values_at(computation.peildatum), **(new or {})}
    last = last_mature_month(computation.peildatum, int(values["mature_after"]))
    asked: Values = {
        "computation": computation.pk,
        "peildatum": computation.peildatum,
        "ended_first": add_months(last, 1 - int(values["window_months"])),
        "ended_until": last_of_month(last),
        "temporary": TEMPORARY,
        "reached": GOAL_REACHED,
        "wanted": values["ibp_fit_share"],
        "least": int(values["ibp_fit_minimum"]),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement("matrix_fit"), asked)
        return [
            Fit(
                cell,
                ended,
                inside,
                reached,
                unknown,
                Fraction(inside, ended) if is_known else None,
                is_alarm=alarm,
                needed=needed,
            )
            for cell, ended, inside, reached, unknown, is_known, alarm, needed in cursor.fetchall()
        ]


def overrun_by_cause(since: date) -> list[tuple[str, int, int]]:
    """Decisions about overruns since a day: cause, how many, and cents above the ceiling. One query."""
    rows = IbpDecision.objects.filter(was_over=True, at__date__gte=since).values_list(
        "cause", "used", "evaluation__amount"
    )
    found: dict[str, tuple[int, int]] = {}
    for cause, used, amount in rows:
        number, cents = found.get(cause, (0, 0))
        found[cause] = number + 1, cents + used - amount
    return sorted((cause, number, cents) for cause, (number, cents) in found.items())


def a_year_before(today: date) -> date:
    return today - timedelta(days=365)
