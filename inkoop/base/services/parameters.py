"""Settings of the region: proposed by one person, in force when another one approves."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction

from inkoop.base.choices import ProposalState
from inkoop.base.models import Parameter, ParameterProposal, User
from inkoop.base.parameters import DEFINITIONS, faults_of, plain, values_at, values_of
from inkoop.base.services.settling import open_proposal, refuse_own, settle
from inkoop.base.signals import parameters_set

PASSED = (
    "De ingangsdatum {:%d-%m-%Y} is voorbij. Cijfers die al getoond zijn, veranderen niet: stel de waarde opnieuw "
    "voor, vanaf vandaag of later."
)


@transaction.atomic
def propose_parameters(
    *, values: Mapping[str, Decimal], valid_from: date, reason: str, today: date, by: User
) -> ParameterProposal:
    """Values that belong together, for another person to settle; what holds on that day already is left out.

    Raises ValidationError with sentences: a value that cannot be, a day that has passed, nothing that differs, or an
    open proposal about the same.
    """
    if not reason.strip():
        raise ValidationError("Zeg waarom deze waarde anders wordt.")
    in_force = values_at(valid_from)
    changed = {name: value for name, value in values.items() if in_force.get(name) != value}
    if not changed:
        raise ValidationError("Deze waarde geldt op die dag al. Kies een andere waarde of een andere dag.")
    _stop_when_faulty(changed, valid_from, in_force, today)
    waiting = ParameterProposal.objects.select_for_update().filter(state=ProposalState.PROPOSED)
    for other in waiting:
        if same := sorted(set(other.values) & set(changed)):
            raise ValidationError(
                f"Er ligt al een voorstel voor ‘{DEFINITIONS[same[0]].description}’. Handel dat eerst af."
            )
    with pghistory.context(user=by.pk, reason=reason):
        return ParameterProposal.objects.create(
            values={name: f"{value:f}" for name, value in changed.items()},
            valid_from=valid_from,
            reason=reason.strip(),
            proposed_by=by,
        )


@transaction.atomic
def approve_parameters(*, decision: ParameterProposal, by: User, today: date, reason: str = "") -> None:
    """Every value becomes a parameter from its first day, and the figures follow.

    Raises ValidationError for one's own proposal, one that was settled, and one whose first day has passed.
    """
    found = open_proposal(decision)
    refuse_own(found, by)
    values = values_of(found)
    _stop_when_faulty(values, found.valid_from, values_at(found.valid_from), today)
    with pghistory.context(user=by.pk, reason=found.reason):
        Parameter.objects.bulk_create(
            Parameter(
                name=name,
                value=value,
                valid_from=found.valid_from,
                author=found.proposed_by,
                reason=found.reason[:300],
                proposal=found,
            )
            for name, value in values.items()
        )
        settle(found, ProposalState.APPROVED, by, reason)
    if found.valid_from <= today:
        transaction.on_commit(lambda: parameters_set.send(ParameterProposal), robust=True)


def _stop_when_faulty(
    values: Mapping[str, Decimal], valid_from: date, in_force: Mapping[str, Decimal], today: date
) -> None:
    faults = faults_of(values, in_force)
    if valid_from < today:
        faults.append(PASSED.format(valid_from))
    taken = Parameter.objects.filter(name__in=values, valid_from=valid_from).values_list("name", "value")
    faults += [
        f"Vanaf die dag is al {plain(value)} vastgesteld voor ‘{DEFINITIONS[name].description}’. Kies een latere dag."
        for name, value in taken
    ]
    if faults:
        raise ValidationError(faults)
