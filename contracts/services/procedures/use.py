"""Dissolving a contract under which nobody was helped, or deciding not to."""

from datetime import date

import pghistory
from django.db import transaction
from django.utils import timezone

from contracts.choices import ProcedureDecision
from contracts.models import Contract, ContractVersion, Decision
from contracts.queries.procedures.use import UnusedContract, unused_contracts
from contracts.rules.admission import barred_until
from contracts.services.procedures.refusal import Refused
from inkoop.base.choices import DeliveryKind
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from inkoop.base.services import record_by_hand
from providers.models import Provider


@transaction.atomic
def dissolve(*, contract: Contract, year: int, on: date, reason: str, by: User) -> Decision:
    """Ends the contract on that day and bars the provider from new admission for the months of the parameter.

    Raises Refused when the contract was used, or stays because of a shortage or as the only offer.
    """
    found = _found(contract, year)
    if found.kept_because:
        raise Refused(f"Dit contract blijft. {found.kept_because}")
    if on > timezone.localdate():
        raise Refused("Deze dag ligt in de toekomst. Kies vandaag of een eerdere dag.")
    if on < date(year + 1, 1, 1):
        raise Refused(f"Het jaar {year} was toen nog niet voorbij.")
    newest = ContractVersion.objects.filter(contract=contract).order_by("-received_on", "-id")[0]
    today = timezone.localdate()
    with pghistory.context(user=by.pk, reason=reason):
        ContractVersion.objects.create(
            contract=contract,
            form=newest.form,
            begin=newest.begin,
            end=on,
            options="",
            notice_months=newest.notice_months,
            municipality_ids=newest.municipality_ids,
            delivery=record_by_hand(
                kind=DeliveryKind.CONTRACTS,
                what=f"ontbinding {contract.number}",
                rows=1,
                received_on=today,
                by=by,
            ),
            row_number=1,
            received_on=today,
        )
        provider = Provider.objects.select_for_update().get(pk=contract.provider_id)
        until = barred_until(on, int(value_at("reentry_months", on)))
        if provider.excluded_until is None or provider.excluded_until < until:
            provider.excluded_until = until
            provider.save(update_fields=["excluded_until"])
    return Decision.objects.create(
        contract=contract,
        kind=ProcedureDecision.DISSOLVE,
        decided_on=on,
        until=until,
        year=year,
        reason=reason,
        by=by,
    )


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
    return rows[contract.pk]
