"""The procedures of the demo are made by the services, once, and stand where they should."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from contracts.models import Application, Letter, Procedure
from contracts.queries.procedures.ranking import standing_of
from contracts.queries.procedures.standing import state_of
from contracts.rules.procedures import State
from inkoop.demo.steps import accounts, procedures
from tests.contracts.procurement_cast import make_product, make_provider

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("today", [timezone.localdate(), date(2024, 2, 29)], ids=["now", "then"])
def test_an_open_house_runs_and_an_aanbesteding_waits_for_its_standstill(today):
    users = accounts.keep_accounts()
    assert procedures.lay(users, today) is False
    for number in range(8):
        make_provider(number)
    for code in procedures.TARIFFS:
        make_product(code)
    assert procedures.lay(users, today) is True
    house, tender = Procedure.objects.order_by("-form")
    assert (house.code, state_of(house, today)) == (f"OH-{today.year + 1}-1", State.OPEN)
    assert (tender.code, state_of(tender, today)) == (f"AB-{today.year + 1}-1", State.STANDSTILL)
    outcomes = (
        Application.objects.filter(lot__procedure=house).with_outcome().values_list("outcome", flat=True)
    )
    assert sorted(one or "" for one in outcomes) == ["", "", "", "toelating"]
    ranking = standing_of(tender.lots.get())
    assert [(row.place, str(row.total)) for row, _ in ranking.ranked()] == [
        (1, "80.53"),
        (2, "76.70"),
        (3, "72.35"),
        (4, "57.35"),
    ]
    assert Letter.objects.filter(kind="gunning").count() == 2
    assert procedures.lay(users, today + timedelta(days=1)) is False
