"""Decisions about contracts: proposed by one person, settled by another, in force as a new version."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from contracts.choices import DecisionKind, ProcurementForm, ProposalState
from contracts.models import Contract, ContractDecision, ContractVersion
from contracts.queries.status import current_version, terms_of
from contracts.rules.terms import TermError, Terms, extended, parse_options, shortened, write_options
from contracts.services.audit import because
from contracts.services.in_force import refuse_two_tariffs, wait_for_loading
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import Municipality, User
from inkoop.base.services import record_by_hand
from providers.models import Provider

NO_TERMS = "Dit contract heeft nog geen vastgestelde voorwaarden. Stel eerst het voorstel vast."
MOVED_ON = (
    "De voorwaarden zijn sinds dit voorstel veranderd, bijvoorbeeld door een aanlevering. Trek het voorstel in en doe "
    "een nieuw voorstel op de geldende voorwaarden."
)
ONE_AT_A_TIME = "Er ligt al een voorstel voor dit contract. Laat dat eerst vaststellen of trek het in."
UNCHANGED = "Er verandert niets: dit zijn al de geldende voorwaarden."


@transaction.atomic
def propose_contract(
    *,
    number: str,
    provider: Provider,
    form: ProcurementForm,
    terms: Terms,
    municipalities: Iterable[Municipality],
    reason: str,
    decided_on: date,
    by: User,
    predecessor: Contract | None = None,
    responsible: User | None = None,
) -> ContractDecision:
    """A new contract as a concept; it holds once another person approves it. Raises ValidationError."""
    if Contract.objects.filter(number=number).exists():
        raise ValidationError(
            f"Contractnummer {number} bestaat al. Kies een ander nummer, of wijzig dat contract."
        )
    with because(by, reason):
        contract = Contract.objects.create(
            number=number, provider=provider, predecessor=predecessor, responsible=responsible
        )
        return _create(
            contract,
            DecisionKind.CONCLUDE,
            terms,
            base=None,
            form=form,
            municipality_ids=sorted(one.pk for one in municipalities),
            reason=reason,
            decided_on=decided_on,
            proposed_by=by,
        )


@transaction.atomic
def propose_extension(
    *, contract: Contract, reason: str, decided_on: date, by: User, today: date
) -> ContractDecision:
    """Use of the next option. Raises ValidationError when there is none."""
    base = _base(contract, today)
    terms = _allowed(extended, terms_of(base))
    return _propose_on(base, DecisionKind.EXTEND, terms, reason=reason, decided_on=decided_on, proposed_by=by)


@transaction.atomic
def propose_ending(
    *,
    contract: Contract,
    kind: DecisionKind,
    end: date,
    reason: str,
    decided_on: date,
    by: User,
    today: date,
) -> ContractDecision:
    """Notice, which keeps to the notice period, or dissolution, which does not. Raises ValidationError."""
    base = _base(contract, today)
    terms = _allowed(
        shortened, terms_of(base), end, given_on=decided_on, with_notice=kind == DecisionKind.NOTICE
    )
    return _propose_on(base, kind, terms, reason=reason, decided_on=decided_on, proposed_by=by)


@transaction.atomic
def propose_addendum(
    *,
    contract: Contract,
    terms: Terms,
    municipalities: Iterable[Municipality],
    reason: str,
    decided_on: date,
    by: User,
    today: date,
    form: ProcurementForm | None = None,
) -> ContractDecision:
    """Other terms than were agreed; all of them are given. Raises ValidationError when nothing changes."""
    base = _base(contract, today)
    places = sorted(one.pk for one in municipalities)
    unchanged = (terms, places, form or base.form) == (
        terms_of(base),
        sorted(base.municipality_ids),
        base.form,
    )
    if unchanged:
        raise ValidationError(UNCHANGED)
    with because(by, reason):
        return _create(
            contract,
            DecisionKind.ADDENDUM,
            terms,
            base=base,
            form=form or base.form,
            municipality_ids=places,
            reason=reason,
            decided_on=decided_on,
            proposed_by=by,
        )


@transaction.atomic
def approve(*, decision: ContractDecision, by: User, today: date, reason: str = "") -> ContractVersion:
    """Brings the decision into force from today's knowledge on; what was known before stays as it was.

    Raises ValidationError for the proposer, for terms that moved on, and for two tariffs on one day.
    """
    wait_for_loading()
    decision = open_proposal(decision)
    refuse_own(decision, by)
    contract = decision.contract
    if current_version(contract, as_of=date.max) != decision.base:
        raise ValidationError(MOVED_ON)
    with because(by, decision.reason):
        delivery = record_by_hand(
            kind=DeliveryKind.CONTRACTS,
            what=f"besluit {decision.pk}, {decision}",
            rows=1,
            received_on=today,
            by=by,
        )
        version = ContractVersion.objects.create(
            contract=contract,
            form=decision.form,
            begin=decision.begin,
            end=decision.end,
            options=decision.options,
            notice_months=decision.notice_months,
            municipality_ids=decision.municipality_ids,
            delivery=delivery,
            row_number=1,
            received_on=today,
        )
        refuse_two_tariffs(contract.provider)
        settle(decision, ProposalState.APPROVED, by, reason, delivery=delivery)
    return version


@transaction.atomic
def reject(*, decision: Any, by: User, reason: str) -> None:
    """Another person says no, with a reason. Also for an indexation."""
    decision = open_proposal(decision)
    refuse_own(decision, by)
    with because(by, reason):
        settle(decision, ProposalState.REJECTED, by, reason)


@transaction.atomic
def withdraw(*, decision: Any, by: User, reason: str) -> None:
    """The proposal is taken back. Also for an indexation."""
    decision = open_proposal(decision)
    with because(by, reason):
        settle(decision, ProposalState.WITHDRAWN, by, reason)


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


def _base(contract: Contract, today: date) -> ContractVersion:
    found = current_version(contract, as_of=today)
    if found is None:
        raise ValidationError(NO_TERMS)
    return found


def _allowed(change: Any, terms: Terms, *values: Any, **named: Any) -> Terms:
    try:
        changed: Terms = change(terms, *values, **named)
    except TermError as error:
        raise ValidationError(str(error)) from error
    return changed


def _propose_on(
    base: ContractVersion, kind: DecisionKind, terms: Terms, *, reason: str, proposed_by: User, **values: Any
) -> ContractDecision:
    kept = {"form": base.form, "municipality_ids": base.municipality_ids, "base": base}
    with because(proposed_by, reason):
        return _create(base.contract, kind, terms, reason=reason, proposed_by=proposed_by, **kept, **values)


def _create(contract: Contract, kind: DecisionKind, terms: Terms, **values: Any) -> ContractDecision:
    if terms.end is not None and terms.end < terms.begin:
        raise ValidationError("Het einde ligt voor het begin. Kies een latere dag als einde.")
    Contract.objects.select_for_update().get(pk=contract.pk)  # two proposals at once: the second one waits
    if ContractDecision.objects.filter(contract=contract, state=ProposalState.PROPOSED).exists():
        raise ValidationError(ONE_AT_A_TIME)
    return ContractDecision.objects.create(
        contract=contract,
        kind=kind,
        begin=terms.begin,
        end=terms.end,
        options=write_options(terms.options),
        notice_months=terms.notice_months,
        **values,
    )


def readable_options(text: str) -> tuple[int, ...]:
    """The options that somebody typed. Raises ValidationError."""
    try:
        return parse_options(text.strip())
    except TermError as error:
        raise ValidationError(str(error)) from error
