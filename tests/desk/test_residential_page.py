"""The page of youths in residential care, the monthly talk, and the places that providers report."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Allocation, AllocationVersion, Client, ProductCode, ThroughflowTalk
from inkoop.base.models import ClientRead, User
from providers.models import CapacityReport, Location, Provider
from providers.services.capacity import WrongCapacity, report_capacity
from tests.desk.cast import auditor, contract_manager, outsider, region

pytestmark = pytest.mark.django_db

PAGE = "admin:residential_page"


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


def stay(made, number=1, **changes):
    """Somebody in residential care since a hundred days, for a year."""
    today = timezone.localdate()
    origin = {"delivery": made.delivery, "row_number": 900 + number, "received_on": date(2025, 1, 10)}
    ProductCode.objects.get_or_create(
        code="H500", defaults={"category_id": "45", "care_form": "verblijf", **origin}
    )
    youth = Client.objects.create(pseudonym=f"verblijf-{number}")
    allocation = Allocation.objects.create(municipality=made.municipality, number=f"V{number}", client=youth)
    given = {
        "provider": Provider.objects.get(agb="99000000"),
        "category": "45",
        "product_code": "H500",
        "issued_on": date(2025, 1, 1),
        "issued_at": time(9),
        "begin": today - timedelta(days=100),
        "end": today + timedelta(days=265),
    }
    AllocationVersion.objects.create(allocation=allocation, **origin, **given | changes)
    return allocation


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(looking, rows, django_assert_num_queries):
    made = region(1)
    for number in range(rows):
        stay(made, number)
    looking.get(reverse(PAGE))
    with django_assert_num_queries(13):
        looking.get(reverse(PAGE))


def test_only_who_is_in_residential_care_today_is_shown_and_the_look_is_kept(looking):
    made = region(1)
    stay(made, 1)
    stay(made, 2, end=timezone.localdate() - timedelta(days=1))
    stay(made, 3, product_code="H300")
    stay(made, 4, reason="13")
    before = ClientRead.objects.count()
    shown = looking.get(reverse(PAGE)).context
    assert [row["one"].version.allocation.number for row in shown["rows"]] == ["V1"]
    assert shown["per_municipality"] == [("Aardijk", [0, 0, 0, 1], 1)]
    assert ClientRead.objects.count() == before + 1


def test_every_month_is_shown_as_it_stood_then(looking):
    made = region(1)
    stayed, gone = stay(made, 1), stay(made, 2, end=timezone.localdate() - timedelta(days=40))
    stay(made, 3, product_code="H300")
    this = timezone.localdate().replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    by = User.objects.get(username="connie")
    for allocation, month, plan in ((stayed, before, True), (stayed, this, False), (gone, before, False)):
        soon = this + timedelta(days=20)
        ThroughflowTalk.objects.create(allocation=allocation, month=month, has_plan=plan, exit_on=soon, by=by)
    shown = looking.get(reverse(PAGE)).context
    *_, (day, *last_month), (_, *now) = shown["days"]
    expected = [0, 0, 1, 0] if gone_by(day, gone) else [1, 0, 1, 0]
    assert (day, last_month) == (this - timedelta(days=1), [expected, sum(expected)])
    assert now == [[1, 0, 0, 0], 1]
    assert [cells[-1] for _, cells in shown["red_per_place"]] == [(1, 1)]
    assert len(shown["days"]) == 12
    other = looking.get(reverse(PAGE), {"gemeente": "9999"}).context
    assert "chart" not in other


def gone_by(day, allocation):
    return AllocationVersion.objects.get(allocation=allocation).end < day


def test_a_talk_is_kept_and_can_be_put_right_in_its_month(looking):
    allocation = stay(region(1))
    address = reverse("admin:throughflow_talk", args=[allocation.pk])
    soon = timezone.localdate() + timedelta(days=30)
    looking.post(address, {"has_plan": "ja", "has_next_place": "nee", "exit_on": soon})
    shown = looking.get(reverse(PAGE)).context["rows"]
    assert [(row["light"], row["one"].talk.missing) for row in shown] == [("rood", ["er is een vervolgplek"])]
    looking.post(address, {"has_plan": "ja", "has_next_place": "ja", "exit_on": soon})
    assert [row["light"] for row in looking.get(reverse(PAGE)).context["rows"]] == ["groen"]
    (talk,) = ThroughflowTalk.objects.all()
    assert (talk.has_next_place, talk.has_school, talk.exit_on) == (True, None, soon)


def test_a_bsn_in_the_note_is_blotted_out(looking):
    allocation = stay(region(1))
    looking.post(reverse("admin:throughflow_talk", args=[allocation.pk]), {"note": "bel 999900018 terug"})
    assert ThroughflowTalk.objects.get().note == "bel … terug"


def test_who_may_only_look_writes_nothing(client):
    allocation = stay(region(1))
    client.force_login(auditor())
    answer = client.post(reverse("admin:throughflow_talk", args=[allocation.pk]), {"has_plan": "ja"})
    assert (answer.status_code, ThroughflowTalk.objects.count()) == (200, 0)
    client.force_login(outsider())
    assert client.get(reverse(PAGE)).status_code == 403


def test_the_newest_report_of_places_counts(looking):
    made = region(1)
    CapacityReport.objects.all().delete()
    by, today = User.objects.get(username="connie"), timezone.localdate()
    provider = Provider.objects.get(agb="99000000")
    place = Location.objects.create(provider=provider, name="De Brink", city="Aardijk")
    asked = {"provider": provider, "product": "verblijf", "location": place, "capacity": 8, "by": by}
    report_capacity(**asked, reported_on=today - timedelta(days=31), free=3)
    report_capacity(**asked, reported_on=today, free=2)
    report_capacity(**asked, reported_on=today, free=1, waiting_weeks=Decimal(6))
    shown = looking.get(reverse(PAGE)).context["capacity"]
    assert [(row.free, row.waiting_weeks) for row in shown] == [(1, 6)]
    assert CapacityReport.objects.count() == 2
    with pytest.raises(WrongCapacity, match="niet meer plaatsen vrij"):
        report_capacity(**asked, reported_on=today, free=9)
    assert made.municipality.name == "Aardijk"
