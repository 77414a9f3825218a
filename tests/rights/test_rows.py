"""Which rows a person sees: those of their own municipality, team or provider, and nobody else's."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser, Group

from contracts.models import Allocation, AllocationVersion, Client, Contract, DeclarationLine, Ibp, Tariff
from inkoop.base.choices import Role
from inkoop.base.models import Municipality, MunicipalityUser, Team, TeamUser, User
from inkoop.base.rights import MEMBERSHIPS, Owners, VisibleQuerySet
from kpis.models import Budget, FlowMonth, IbpStatus, IndicatorValue, MonthValue, SpendingChange
from providers.models import Evidence, Provider
from tests.desk.cast import make_computation, region

pytestmark = pytest.mark.django_db


def visible_models():
    return [model for model in apps.get_models() if isinstance(model._default_manager.all(), VisibleQuerySet)]


def member(name, role):
    user = User.objects.create_user(name, password="geheim-genoeg")
    user.groups.add(Group.objects.get(name=role))
    return user


def seen(user):
    """How many rows of each kind; kinds without rows are left out."""
    counts = {
        model.__name__: model._default_manager.all().visible_to(user).count() for model in visible_models()
    }
    return {name: count for name, count in counts.items() if count}


@pytest.fixture
def two():
    """Two of everything at municipality 0001; the second municipality has figures of its own."""
    made = region(2)
    other = Municipality.objects.create(code="0002", name="Beekzicht", received_on=date(2025, 1, 1))
    MonthValue.objects.filter(category="41").update(municipality=other)
    Budget.objects.filter(year=2041).update(municipality=other)
    for code in ("0001", "0002", ""):
        flow = (
            make_computation(
                "stromen",
                made.delivery,
                window_from=date(2025, len(code) + 1, 1),
                window_to=date(2025, 12, 1),
            )
            if code != "0002"
            else FlowMonth.objects.get().computation
        )
        FlowMonth.objects.create(
            computation=flow,
            scope="gemeente" if code else "regio",
            key=code,
            month=date(2025, 1, 1),
            **dict.fromkeys(
                ["begin", "entered", "from_care", "repeated", "left", "onward", "stayed", "imputed", "end"], 0
            ),
        )
    return made


def test_every_way_to_own_rows_can_be_asked():
    """A lookup that does not exist would only show when the first of its users looks."""
    user = User.objects.create_user("iemand")
    for model in visible_models():
        owners = getattr(model, "owners", Owners())
        for kind in ("provider", "agb", "municipality", "municipality_code", "team"):
            assert not owners.lookup_of(kind) or kind in MEMBERSHIPS or kind in {"provider", "agb"}
        assert list(model._default_manager.all().visible_to(user)) == [], model


def test_municipality_sees_its_own_figures_and_no_youths(two):
    user = member("greet", Role.MUNICIPALITY)
    MunicipalityUser.objects.create(user=user, municipality=Municipality.objects.get(code="0002"))
    assert seen(user) == {
        "Budget": 1,
        "CapacityReport": 2,
        "Contract": 2,
        "FlowMonth": 1,
        "Location": 2,
        "MonthValue": 1,
        "MunicipalExclusion": 2,
        "Provider": 2,
        "Shortage": 2,
        "Tariff": 2,
    }
    assert [one.municipality.code for one in MonthValue.objects.visible_to(user)] == ["0002"]
    assert [one.key for one in FlowMonth.objects.visible_to(user)] == ["0002"]


def test_team_sees_the_youths_it_referred_and_no_others(two):
    team = Team.objects.get(name="Team 1")
    AllocationVersion.objects.filter(allocation__number="T1").update(team=team)
    user = member("jet", Role.TEAM)
    TeamUser.objects.create(user=user, team=team)
    assert seen(user) == {
        "Allocation": 1,
        "AllocationVersion": 1,
        "CapacityReport": 2,
        "CareStart": 1,
        "CareStop": 1,
        "Client": 1,
        "Contract": 2,
        "DeclarationLine": 12,
        "Ibp": 1,
        "IbpStatus": 1,
        "IbpVersion": 1,
        "Location": 2,
        "MunicipalExclusion": 2,
        "Provider": 2,
        "Shortage": 2,
        "Tariff": 2,
    }
    assert [str(one) for one in Client.objects.visible_to(user)] == ["jeugdige-1"]
    assert {one.allocation.number for one in DeclarationLine.objects.visible_to(user)} == {"T1"}
    assert [one.code for one in Ibp.objects.visible_to(user)] == ["IBP-1"]


def test_a_youth_with_two_versions_is_seen_once(two):
    team = Team.objects.get(name="Team 1")
    version = AllocationVersion.objects.get(allocation__number="T1")
    AllocationVersion.objects.filter(pk=version.pk).update(team=team)
    version.pk, version.row_number, version.team = None, 900, team
    version.save(force_insert=True)
    user = member("jet", Role.TEAM)
    TeamUser.objects.create(user=user, team=team)
    assert [one.number for one in Allocation.objects.visible_to(user)] == ["T1"]


def test_board_sees_the_figures_of_the_whole_region_and_no_youths(two):
    found = seen(member("bas", Role.BOARD))
    assert {
        name: found[name] for name in ("Budget", "FlowMonth", "MonthValue", "IndicatorValue", "Provider")
    } == {
        "Budget": 2,
        "FlowMonth": 3,
        "MonthValue": 2,
        "IndicatorValue": 8,
        "Provider": 2,
    }
    youths = {
        model.__name__
        for model in visible_models()
        if getattr(model, "owners", Owners(has_clients=True)).has_clients
    }
    assert set(found) & youths == set()


def test_who_is_taken_out_of_a_team_or_put_out_of_work_sees_nothing(two):
    user = member("greet", Role.MUNICIPALITY)
    place = MunicipalityUser.objects.create(user=user, municipality=Municipality.objects.get(code="0001"))
    assert MonthValue.objects.visible_to(user).count() == 1
    place.delete()
    assert seen(user) == {}
    MunicipalityUser.objects.create(user=user, municipality=Municipality.objects.get(code="0001"))
    user.is_active = False
    user.save()
    assert seen(User.objects.get(pk=user.pk)) == {}


def test_nobody_sees_nothing(two):
    assert seen(AnonymousUser()) == {}
    assert seen(User.objects.create_user("leeg")) == {}
    assert seen(member("zonder-gemeente", Role.MUNICIPALITY)) == {}


def test_staff_of_the_region_sees_every_row(two):
    user = member("connie", Role.CONTRACT_MANAGER)
    for model in (
        Allocation,
        Client,
        Contract,
        Tariff,
        Evidence,
        Provider,
        IbpStatus,
        IndicatorValue,
        SpendingChange,
    ):
        assert model.objects.visible_to(user).count() == model.objects.count(), model
