"""What all proposals have in common: settled once, and approved by another person."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from inkoop.base.choices import ProposalState
from inkoop.base.models import User


def open_proposal(decision: Any) -> Any:
    """The proposal, locked. Raises ValidationError when it was settled in the meantime."""
    found = type(decision).objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if found.state != ProposalState.PROPOSED:
        raise ValidationError(f"Dit voorstel is al {found.get_state_display()}.")
    return found


def refuse_own(decision: Any, by: User) -> None:
    if decision.proposed_by_id == by.pk:
        raise ValidationError("U hebt dit zelf voorgesteld. Een ander stelt het vast of wijst het af.")


def settle(decision: Any, state: ProposalState, by: User, reason: str, **extra: Any) -> None:
    values = {
        "state": state,
        "settled_by": by,
        "settled_at": timezone.now(),
        "settle_reason": reason,
        **extra,
    }
    for name, value in values.items():
        setattr(decision, name, value)
    decision.save(update_fields=list(values))
