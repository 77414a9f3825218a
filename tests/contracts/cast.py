"""A contract with something of everything, for the tests of pages and lists."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from contracts.choices import SpendingStep
from contracts.models import Contract, ContractVersion, SpendingRoom
from contracts.services import decisions, details, spending
from inkoop.base.models import User
from tests.desk.cast import Region, person, region


@dataclass
class Dossier:
    region: Region
    contract: Contract
    connie: User
    carel: User
    today: date


def dossier(made: Region | None = None) -> Dossier:
    """The first contract, extended once, with a lump sum, a document and a ceiling at which a step was taken."""
    today = timezone.localdate()
    made = made or region()
    connie, carel = person("connie2", "contractmanager"), person("carel", "contractmanager")
    contract = Contract.objects.order_by("number")[0]
    made_of = Dossier(made, contract, connie, carel, today)
    extend(made_of)
    fill(made_of)
    return made_of


def extend(found: Dossier) -> None:
    proposal = decisions.propose_extension(
        contract=found.contract,
        reason="Goede resultaten.",
        decided_on=found.today,
        by=found.connie,
        today=found.today,
    )
    decisions.approve(decision=proposal, by=found.carel, today=found.today, reason="Akkoord.")


def fill(found: Dossier) -> None:
    details.agree_lump_sum(
        contract=found.contract,
        description="Beschikbaarheid crisisbedden",
        product_code=None,
        begin=date(found.today.year, 1, 1),
        end=date(found.today.year, 12, 31),
        cents=100_000,
        first_due=found.today + timedelta(days=10),
        every_months=1,
        weights=[1, 1, 1],
        reason="Afgesproken in het overleg.",
        by=found.connie,
    )
    details.add_document(
        contract=found.contract,
        title="Getekend contract",
        file_name="contract.pdf",
        content=b"%PDF-1.7 proef",
        by=found.connie,
    )
    details.change_details(
        contract=found.contract,
        responsible=found.connie,
        predecessor=None,
        evaluate_on=found.today + timedelta(days=40),
        reason="Verdeling van het werk.",
        by=found.connie,
    )
    spending.set_spending_room(
        contract=found.contract,
        year=2025,
        amount=1_500_000,
        reason="Begroting.",
        by=found.connie,
        today=found.today,
    )
    spending.watch_spending(today=found.today)
    spending.take_step(
        room=SpendingRoom.objects.get(),
        step=SpendingStep.NOTIFIED,
        note="Brief verstuurd.",
        by=found.connie,
        today=found.today,
    )


def change(number: str, **values: object) -> None:
    """Other terms for a contract, as a later version."""
    version = ContractVersion.objects.get(contract__number=number)
    version.pk, version.row_number = None, 900 + int(number[1])
    for name, value in values.items():
        setattr(version, name, value)
    version.save(force_insert=True)
