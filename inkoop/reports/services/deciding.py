"""Decisions of the regio-overleg: asked, decided, ended. Each step stands in the history."""

from datetime import date

from django.db import transaction

from inkoop.base.models import User
from inkoop.reports.choices import DecisionState
from inkoop.reports.models import BoardDecision


@transaction.atomic
def ask(
    *, subject: str, decision: str, owner: str, due_on: date, by: User, decided_on: date | None = None
) -> BoardDecision:
    """Puts something before the regio-overleg; with ``decided_on`` it was decided there and then."""
    state = DecisionState.OPEN if decided_on else DecisionState.ASKED
    return BoardDecision.objects.create(
        subject=subject,
        decision=decision,
        owner=owner,
        due_on=due_on,
        decided_on=decided_on,
        state=state,
        by=by,
    )


@transaction.atomic
def decide(
    *,
    asked: BoardDecision,
    decided_on: date,
    subject: str,
    decision: str,
    owner: str,
    due_on: date,
    by: User,
) -> BoardDecision:
    """What was asked is decided, perhaps in other words."""
    asked.subject, asked.decision, asked.owner, asked.due_on = subject, decision, owner, due_on
    asked.decided_on, asked.state, asked.by = decided_on, DecisionState.OPEN, by
    asked.save()
    return asked


@transaction.atomic
def settle(*, decision: BoardDecision, state: str, outcome: str, by: User) -> BoardDecision:
    """Says what became of a decision."""
    decision.state, decision.outcome, decision.by = state, outcome, by
    decision.save()
    return decision
