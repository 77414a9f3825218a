"""The demo lays spending rooms, a control plan in force and talks about throughflow, once."""

from datetime import timedelta

import pytest

from contracts.models import ControlPlan, DeclarationLine, ProductCode, SpendingStepTaken, ThroughflowTalk
from inkoop.demo.steps import watching
from providers.models import CapacityReport
from tests.desk.cast import PEILDATUM, contract_manager, person, region

pytestmark = pytest.mark.django_db


def test_what_is_watched_is_laid_once():
    made = region(2)
    CapacityReport.objects.all().delete()
    ProductCode.objects.filter(code="H300").update(care_form="verblijf")
    manager = contract_manager()
    users = {"contractmanager": manager, "beheerder": person("beheerder", superuser=True)}
    assert watching.lay(users, PEILDATUM)
    assert not watching.lay(users, PEILDATUM)
    plan = ControlPlan.objects.get(kind="specifiek")
    assert (plan.begin, plan.until) == (PEILDATUM, PEILDATUM + timedelta(days=60))
    assert list(ControlPlan.objects.opening_lines(PEILDATUM)) == [plan]
    assert DeclarationLine.objects.filter(provider=plan.provider).count() == 12
    assert {one.step for one in SpendingStepTaken.objects.all()} <= {"bereikt", "vol"}
    talks = ThroughflowTalk.objects.order_by("month").values_list("allocation", "month__month")
    assert list(talks) == [(made.allocations[0].pk, month) for month in range(7, 13)]
    assert CapacityReport.objects.get().provider == made.providers[0]
