"""What a settled decision about a contract means for the procedure or the rule that it came from."""

from datetime import date

from django.core.exceptions import ValidationError

from contracts.choices import DecisionKind, ProcedureDecision
from contracts.models import Application, ContractDecision, Decision
from contracts.queries.procedures.use import unused_contracts
from contracts.rules.admission import barred_until
from inkoop.base.models import User
from inkoop.base.parameters import value_at
from providers.models import Provider


def refuse(decision: ContractDecision, today: date) -> None:
    """Raises ValidationError when a contract that was not used must stay by now, or was used after all."""
    if decision.unused_year is None:
        return
    rows = {one.contract.pk: one for one in unused_contracts(decision.unused_year, today)}
    found = rows.get(decision.contract_id)
    if found is None:
        raise ValidationError(
            f"Onder dit contract is in {decision.unused_year} alsnog iemand geholpen. Wijs het voorstel af."
        )
    if found.kept_because:
        raise ValidationError(f"Dit contract blijft. {found.kept_because} Wijs het voorstel af.")


def follow(decision: ContractDecision, by: User) -> None:
    """Writes down what the approval of this decision decides elsewhere, in the transaction of who calls."""
    if decision.kind == DecisionKind.CONCLUDE:
        _note_contract(decision, by)
    if decision.unused_year is not None:
        _bar(decision, by)


def undo(decision: ContractDecision) -> None:
    """An application whose contract was turned down may get another proposal."""
    if decision.kind == DecisionKind.CONCLUDE:
        for application in Application.objects.filter(contract=decision.contract_id):
            application.contract = None
            application.save(update_fields=["contract"])


def _note_contract(decision: ContractDecision, by: User) -> None:
    applications = Application.objects.filter(contract=decision.contract_id, reassesses=None)
    for application in applications.select_related("lot"):
        Decision.objects.create(
            procedure_id=application.lot.procedure_id,
            application=application,
            contract=decision.contract,
            kind=ProcedureDecision.CONTRACT,
            decided_on=decision.decided_on,
            reason=decision.reason[:500],
            by=by,
        )


def _bar(decision: ContractDecision, by: User) -> None:
    """No new admission for the months of the parameter, counted from the end of the contract."""
    end = decision.end or decision.decided_on
    until = barred_until(end, int(value_at("reentry_months", end)))
    provider = Provider.objects.select_for_update().get(pk=decision.contract.provider_id)
    if provider.excluded_until is None or provider.excluded_until < until:
        provider.excluded_until = until
        provider.save(update_fields=["excluded_until"])
    Decision.objects.create(
        contract=decision.contract,
        kind=ProcedureDecision.DISSOLVE,
        decided_on=end,
        until=until,
        year=decision.unused_year,
        reason=decision.reason[:500],
        by=by,
    )
