"""Proposing to dissolve a contract under which nobody was helped, or deciding not to."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from contracts.choices import DecisionKind, ProcedureDecision
from contracts.models import Contract, ContractDecision, Decision
from contracts.queries.procedures.use import UnusedContract, unused_contracts
from contracts.services.decisions import propose_ending
from contracts.services.procedures.refusal import Refused
from inkoop.base.models import User


@transaction.atomic
def propose_dissolution(
    *, contract: Contract, year: int, on: date, reason: str, by: User
) -> ContractDecision:
    """Proposes to end the contract on that day; once another person approves it, the provider may not apply again
    for the months of the parameter.

    Raises Refused when the contract was used, or stays because of a shortage or as the only offer.
    """
    found = _found(contract, year)
    if found.kept_because:
        raise Refused(f"Dit contract blijft. {found.kept_because}")
    if on > timezone.localdate():
        raise Refused("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
    if on < date(year + 1, 1, 1):
        raise Refused(f"Het jaar {year} was toen nog niet voorbij.")
    try:
        return propose_ending(
            contract=contract,
            kind=DecisionKind.DISSOLVE,
            end=on,
            reason=reason,
            decided_on=on,
            by=by,
            today=timezone.localdate(),
            unused_year=year,
        )
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error


@transaction.atomic
def keep(*, contract: Contract, year: int, on: date, reason: str, by: User) -> Decision:
    """Notes that the contract stays although nobody was helped in that year, and why."""
    _found(contract, year)
    return Decision.objects.create(
        contract=contract,
        kind=ProcedureDecision.NOT_DISSOLVE,
        decided_on=on,
        year=year,
        reason=reason,
        by=by,
    )


def _found(contract: Contract, year: int) -> UnusedContract:
    Contract.objects.select_for_update().get(pk=contract.pk)
    rows = {one.contract.pk: one for one in unused_contracts(year, timezone.localdate())}
    if contract.pk not in rows:
        raise Refused(f"Dit contract is in {year} gebruikt, liep niet het hele jaar of is al geëindigd.")
    if rows[contract.pk].decision is not None:
        raise Refused(f"Over {year} is al besloten.")
    if rows[contract.pk].proposal is not None:
        raise Refused("Er ligt al een voorstel om dit contract te ontbinden.")
    return rows[contract.pk]
