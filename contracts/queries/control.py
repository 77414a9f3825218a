"""Control plans and where they stand."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from contracts.choices import ControlKind, ControlStep
from contracts.models import ControlPlan, ControlStepTaken, DeclarationLine
from contracts.rules.control import is_published, next_steps, opens_lines
from inkoop.base.models import User
from inkoop.base.rights import needs_plan
from providers.models import Provider


@dataclass(frozen=True)
class PlanState:
    """``is_in_force``: a general plan carries specific ones, a specific plan opens the lines of its provider."""

    plan: ControlPlan
    taken: list[ControlStepTaken]
    next: list[ControlStep]
    is_in_force: bool

    @property
    def newest(self) -> ControlStepTaken | None:
        return self.taken[-1] if self.taken else None

    @property
    def state(self) -> str:
        return self.newest.get_step_display() if self.newest else "opgesteld"

    @property
    def is_over(self) -> bool:
        return not self.next


def plan_states(plans: QuerySet[ControlPlan], *, today: date) -> list[PlanState]:
    """Newest first. Two queries."""
    found = plans.select_related("provider", "general", "by").prefetch_related("steps__by")
    return [state_of(plan, today) for plan in found]


def state_of(plan: ControlPlan, today: date) -> PlanState:
    taken = sorted(plan.steps.all(), key=lambda step: step.pk)
    days = {one.step: one.taken_on for one in taken}
    if plan.kind == ControlKind.GENERAL:
        is_in_force = is_published(days, plan.begin, plan.until, today)
    else:
        is_in_force = opens_lines(plan.kind, days, plan.begin, plan.until, today)
    following = [ControlStep(step) for step in next_steps(plan.kind, days)]
    return PlanState(plan, taken, following, is_in_force)


@dataclass(frozen=True)
class LineAccess:
    """Whether somebody may open the lines of a provider; ``plan``: by which plan, None = without needing one."""

    is_open: bool
    plan: ControlPlan | None


def line_access(provider: Provider, *, user: User, today: date) -> LineAccess:
    """One query, or none for those who process lines."""
    if not needs_plan(DeclarationLine.owners, user):
        return LineAccess(is_open=True, plan=None)
    plan = ControlPlan.objects.opening_lines(today).filter(provider=provider).first()
    return LineAccess(is_open=plan is not None, plan=plan)
