"""What a proposal of a provider changes once the region agrees."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from contracts.choices import DecisionKind, ProposalKind
from contracts.models import Contract, ProviderProposal
from contracts.queries.status import current_version, terms_of
from contracts.services.audit import because
from contracts.services.decisions import propose_addendum, propose_ending
from inkoop.base.models import Municipality, User
from providers.models import Contact, Location, Subcontracting

SECOND = "Het staat als besluit bij het contract; een ander stelt het vast."


def take_over(*, proposal: ProviderProposal, by: User) -> str:
    """Brings it into the register, or makes the decision about the contract that another person settles.

    Returns what happened. Raises ValidationError when it does not fit what is known by now.
    """
    kind = ProposalKind(proposal.kind)
    with because(by, f"voorstel {proposal.pk} van de aanbieder"):
        if kind in IN_REGISTER:
            return IN_REGISTER[kind](proposal)
        if kind in IN_CONTRACT:
            return IN_CONTRACT[kind](proposal, by)
    return (
        "Het oordeel is vastgelegd. Leg de tarieven van de producten vast met een aanlevering van tarieven."
    )


def _contact(proposal: ProviderProposal) -> str:
    _keep(Contact, proposal)
    return "De contactpersoon staat in het register."


def _location(proposal: ProviderProposal) -> str:
    _keep(Location, proposal)
    return "De locatie staat in het register."


def _keep(model: type[Contact] | type[Location], proposal: ProviderProposal) -> None:
    row: Any = model(provider=proposal.provider)
    if proposal.subject_id:
        row = model.objects.filter(provider=proposal.provider, pk=proposal.subject_id).first()
        if row is None:
            raise ValidationError(
                "Wat gewijzigd zou worden, staat niet meer in het register. Wijs het voorstel af."
            )
    for name, value in proposal.details.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()


def _subcontractor(proposal: ProviderProposal) -> str:
    """Agreement is the written consent."""
    row = Subcontracting(provider=proposal.provider, **proposal.details)
    row.consented_on = None if row.is_self_employed else timezone.localdate()
    row.full_clean()
    row.save()
    return "De onderaannemer staat in het register, met toestemming van vandaag."


def _municipalities(proposal: ProviderProposal, by: User) -> str:
    contract, today = _contract(proposal), timezone.localdate()
    version = current_version(contract, as_of=today)
    if version is None:
        raise ValidationError("Dit contract heeft nog geen vastgestelde voorwaarden.")
    propose_addendum(
        contract=contract,
        terms=terms_of(version),
        municipalities=Municipality.objects.filter(pk__in=proposal.details["municipality_ids"]),
        reason=f"Op voorstel van de aanbieder. {proposal.reason}".strip(),
        decided_on=today,
        by=by,
        today=today,
    )
    return SECOND


def _termination(proposal: ProviderProposal, by: User) -> str:
    today = timezone.localdate()
    propose_ending(
        contract=_contract(proposal),
        kind=DecisionKind.NOTICE,
        end=date.fromisoformat(proposal.details["end"]),
        reason=f"Opgezegd door de aanbieder. {proposal.reason}".strip(),
        decided_on=timezone.localdate(proposal.at),
        by=by,
        today=today,
    )
    return SECOND


def _contract(proposal: ProviderProposal) -> Contract:
    if proposal.contract is None:
        raise ValidationError("Dit voorstel noemt geen contract.")
    return proposal.contract


IN_REGISTER: dict[ProposalKind, Callable[[ProviderProposal], str]] = {
    ProposalKind.CONTACT: _contact,
    ProposalKind.LOCATION: _location,
    ProposalKind.SUBCONTRACTOR: _subcontractor,
}
IN_CONTRACT: dict[ProposalKind, Callable[[ProviderProposal, User], str]] = {
    ProposalKind.MUNICIPALITIES: _municipalities,
    ProposalKind.TERMINATION: _termination,
}
