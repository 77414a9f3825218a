"""Decisions about contracts: proposed by one person, settled by another, in force as a new version."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from contracts.choices import DecisionKind, ProcurementForm
from contracts.models import Contract, ContractDecision, ContractVersion, PriceDecision
from contracts.queries.clashes import Planned
from contracts.queries.status import current_version, terms_of
from contracts.rules.terms import TermError, Terms, extended, parse_options, shortened, write_options
from contracts.services import prices as pricing
from contracts.services.audit import because
from contracts.services.in_force import refuse_excluded, refuse_two_tariffs, wait_for_loading
from contracts.services.prices import Price
from contracts.services.procedures import following
from inkoop.base.choices import DeliveryKind, ProposalState
from inkoop.base.models import Municipality, User
from inkoop.base.services import record_by_hand
from inkoop.base.services.settling import open_proposal, refuse_own, settle
from providers.models import Provider

NO_TERMS = "Dit contract heeft nog geen vastgestelde voorwaarden. Stel eerst het voorstel vast."
MOVED_ON = (
    "De voorwaarden zijn sinds dit voorstel veranderd, bijvoorbeeld door een aanlevering. Trek het voorstel in en doe "
    "een nieuw voorstel op de geldende voorwaarden."
)
ONE_AT_A_TIME = "Er ligt al een voorstel voor dit contract. Laat dat eerst vaststellen of trek het in."
CAME_TO_NOTHING = (ProposalState.REJECTED, ProposalState.WITHDRAWN)
AGREED_ANEW = (DecisionKind.CONCLUDE, DecisionKind.ADDENDUM)
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
    prices: Sequence[Price] = (),
) -> ContractDecision:
    """A new contract as a concept, with its prices; it holds once another person approves it.

    The number of a proposal that came to nothing may be used again. Raises ValidationError.
    """
    places = sorted(one.pk for one in municipalities)
    pricing.refuse_products(prices, places, terms.begin, terms.end, today=decided_on)
    rows = [(one.product.pk, one.begin, one.end) for one in prices]
    refuse_two_tariffs(provider, Planned(number, terms.begin, terms.end, places, rows))
    with because(by, reason):
        contract = _concept(number, provider, predecessor, responsible)
        decision = _create(
            contract,
            DecisionKind.CONCLUDE,
            terms,
            base=None,
            form=form,
            municipality_ids=places,
            reason=reason,
            decided_on=decided_on,
            proposed_by=by,
        )
        if prices:
            pricing.keep_prices(
                contract=contract,
                prices=prices,
                reason=reason,
                decided_on=decided_on,
                by=by,
                together=decision,
            )
    return decision


def _concept(
    number: str, provider: Provider, predecessor: Contract | None, responsible: User | None
) -> Contract:
    """A contract without terms: a new one, or that of an earlier proposal of this number that came to nothing."""
    values = {"provider": provider, "predecessor": predecessor, "responsible": responsible}
    found = Contract.objects.select_for_update(of=("self",)).filter(number=number).first()
    if found is None:
        return Contract.objects.create(number=number, **values)
    lives = found.versions.exists() or found.decisions.exclude(state__in=CAME_TO_NOTHING).exists()
    has_more = (
        found.tariffs.exists()
        or found.documents.exists()
        or found.lump_sums.exists()
        or found.spending_rooms.exists()
    )
    if lives or (has_more and found.provider_id != provider.pk):
        raise ValidationError(
            f"Contractnummer {number} bestaat al. Kies een ander nummer, of wijzig dat contract."
        )
    for name, value in values.items():
        setattr(found, name, value)
    found.save(update_fields=list(values))
    return found


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
    unused_year: int | None = None,
) -> ContractDecision:
    """Notice, which keeps to the notice period, or dissolution, which does not. Raises ValidationError.

    ``unused_year``: dissolved because nobody was helped in that calendar year.
    """
    base = _base(contract, today)
    terms = _allowed(
        shortened, terms_of(base), end, given_on=decided_on, with_notice=kind == DecisionKind.NOTICE
    )
    return _propose_on(
        base,
        kind,
        terms,
        reason=reason,
        decided_on=decided_on,
        proposed_by=by,
        unused_year=unused_year,
    )


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

    Raises ValidationError for the proposer, for terms that moved on, for two tariffs on one day, and for a
    municipality that does not buy what the contract offers it.
    """
    wait_for_loading()
    decision = open_proposal(decision)
    refuse_own(decision, by)
    contract = decision.contract
    if current_version(contract, as_of=date.max) != decision.base:
        raise ValidationError(MOVED_ON)
    following.refuse(decision, today)
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
        with_it = PriceDecision.objects.filter(together=decision).first()
        if with_it:
            pricing.bring_into_force(decision=with_it, by=by, today=today, reason=reason)
        if decision.kind in AGREED_ANEW:
            refuse_excluded(version, decision.base, today)
        refuse_two_tariffs(contract.provider)
        settle(decision, ProposalState.APPROVED, by, reason, delivery=delivery)
        following.follow(decision, by)
    return version


@transaction.atomic
def reject(*, decision: Any, by: User, reason: str) -> None:
    """Another person says no, with a reason. For any kind of proposal."""
    decision = open_proposal(decision)
    refuse_own(decision, by)
    _turn_down(decision, ProposalState.REJECTED, by, reason)


@transaction.atomic
def withdraw(*, decision: Any, by: User, reason: str) -> None:
    """The proposal is taken back. For any kind of proposal."""
    _turn_down(open_proposal(decision), ProposalState.WITHDRAWN, by, reason)


def _turn_down(decision: Any, state: ProposalState, by: User, reason: str) -> None:
    """With the prices that go with it; what it came from may be proposed again."""
    if isinstance(decision, PriceDecision) and decision.together_id is not None:
        raise ValidationError("Deze tarieven horen bij het voorstel voor het contract. Beslis daarover.")
    with because(by, reason):
        settle(decision, state, by, reason)
        if isinstance(decision, ContractDecision):
            for prices in PriceDecision.objects.filter(together=decision):
                settle(prices, state, by, reason)
            following.undo(decision)


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
