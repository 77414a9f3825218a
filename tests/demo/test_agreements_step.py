"""What contract managers keep by hand is laid in the demo by the services, once."""

from datetime import date

import pytest

from contracts.models import (
    Contract,
    ContractDecision,
    ContractVersion,
    IndexationRun,
    PriceDecision,
    ProductDecision,
    Tariff,
)
from contracts.queries.open_proposals import open_proposals
from inkoop.demo.steps import accounts, agreements
from providers.models import Evidence, Provider
from tests.contracts.procurement_cast import make_product, origin

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 20)


def contracts(number):
    product = make_product("H300")
    for place in range(number):
        row = origin(place + 1)
        provider = Provider.objects.create(agb=f"991100{place:02}", name=f"Zorggroep {place}", **row)
        made = Contract.objects.create(number=f"C{place:02}", provider=provider)
        ContractVersion.objects.create(
            contract=made,
            form="open_house",
            begin=date(2024, 1, 1),
            end=date(2026, 12, 31),
            options="3x12",
            **row,
        )
        Tariff.objects.create(
            contract=made,
            product_code=product,
            begin=date(2026, 1, 1),
            end=date(2026, 12, 31),
            cents=7_500,
            unit="04",
            **row,
        )


def test_proposals_wait_for_another_person_and_papers_expire():
    users = accounts.keep_accounts()
    contracts(agreements.LARGE)
    assert agreements.lay(users, TODAY) is True
    assert [ContractDecision.objects.count(), PriceDecision.objects.count()] == [2, 1]
    assert [ProductDecision.objects.count(), IndexationRun.objects.count()] == [1, 1]
    by = [one.proposal.proposed_by.username for one in open_proposals()]
    assert sorted(by) == ["beheerder"] * 4 + ["contractmanager"]
    assert Evidence.objects.filter(expires_on__lt=TODAY).exists()
    assert agreements.lay(users, TODAY) is False


def test_a_region_without_contracts_gets_nothing():
    users = accounts.keep_accounts()
    contracts(agreements.LARGE - 1)
    assert agreements.lay(users, TODAY) is False
    assert (Evidence.objects.count(), open_proposals()) == (0, [])
