"""Spending rooms in a list and on a page: what is used, obligated and expected, until when, and whose turn it is."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import AllocationVersion, Contract, SpendingRoom, SpendingRoomVersion, SpendingStepTaken
from contracts.queries.spending import room_states, rooms_with_steps
from inkoop.base.models import User
from inkoop.base.parameters import values_at
from inkoop.desk.queries.rooms import number_of_steps, room_page
from kpis.queries.allocated import allocated_of_part, allocated_per_month
from tests.desk.cast import MONTHS, contract_manager, outsider, region

pytestmark = pytest.mark.django_db

LIST = "admin:spending_rooms"
TODAY = date(2025, 12, 31)


@pytest.fixture
def looking(client):
    client.force_login(contract_manager())
    return client


def agree(rows, *, year=None, amount=1_500_000):
    """A room on each contract, in the year of the page unless said otherwise."""
    by = User.objects.get(username="connie")
    for contract in Contract.objects.order_by("number")[:rows]:
        room = SpendingRoom.objects.create(contract=contract, year=year or timezone.localdate().year)
        SpendingRoomVersion.objects.create(
            room=room, amount=amount, known_since=date(2025, 1, 10), reason="Begroting.", by=by
        )


def take(room, *steps, on=date(2025, 2, 1)):
    for step in steps:
        SpendingStepTaken.objects.create(
            version=room.versions.get(), step=step, taken_on=on, room=1, declared=1, note="brief"
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_as_many_queries_for_three_rooms_as_for_one(looking, django_assert_num_queries, rows):
    region(rows)
    agree(rows)
    room = SpendingRoom.objects.first()
    for address, queries in (
        (reverse(LIST), 15),
        (reverse("admin:spending_room", args=[room.pk]), 49),
    ):
        looking.get(address)
        with django_assert_num_queries(queries, info=address):
            assert looking.get(address).status_code == 200


def test_list_asks_for_a_year_a_state_and_a_name(looking):
    region(3)
    agree(3)
    agree(1, year=2025, amount=100_000)
    this_year = looking.get(reverse(LIST)).context
    assert [one.room.contract.number for one in this_year["states"]] == ["C0", "C1", "C2"]
    assert this_year["counts"] == [("rood", 0), ("oranje", 0), ("groen", 3)]
    full = looking.get(reverse(LIST), {"jaar": "2025", "stand": "rood"}).context
    assert [(one.use.declared, one.left) for one in full["states"]] == [(1_200_000, -1_100_000)]
    by_name = looking.get(reverse(LIST), {"naam": "groep 1"}).context["states"]
    assert [one.room.contract.number for one in by_name] == ["C1"]
    by_number = looking.get(reverse(LIST), {"naam": "c2"}).context["states"]
    assert [one.room.contract.number for one in by_number] == ["C2"]
    assert looking.get(reverse(LIST), {"van": "mij"}).context["states"] == []
    assert looking.get(reverse(LIST), {"jaar": "x", "stand": "paars"}).status_code == 200


def test_obligated_and_the_day_on_which_the_room_is_used_up():
    """EUR 1,000 a month is declared and EUR 1,500 allocated; September is the last mature month."""
    region()
    contract_manager()
    agree(1, year=2025, amount=1_300_000)
    parameters = values_at(TODAY)
    (state,) = room_states(SpendingRoom.objects.all(), today=TODAY, parameters=parameters)
    page = room_page(state, today=TODAY, parameters=parameters)
    assert page.obligated == 3 * (150_000 - 100_000)
    assert [one.month for one in page.months] == MONTHS
    assert [one.running for one in page.months][-1] == state.use.declared == 1_200_000
    assert state.runs_out is None  # 400,000 after September at 300,000 in 92 days: until 30 January
    SpendingRoomVersion.objects.create(
        room=state.room, amount=1_210_000, known_since=TODAY, reason="Lager.", by=state.version.by
    )
    (lower,) = room_states(SpendingRoom.objects.all(), today=TODAY, parameters=parameters)
    assert lower.runs_out is None  # 310,000 lasts 95 days, to 3 January
    SpendingRoomVersion.objects.create(
        room=state.room, amount=1_200_001, known_since=TODAY, reason="Nog lager.", by=state.version.by
    )
    (lowest,) = room_states(SpendingRoom.objects.all(), today=TODAY, parameters=parameters)
    assert lowest.runs_out == date(2025, 12, 31)  # 300,001 lasts 92 days


def test_allocated_of_a_part_is_that_part_of_the_whole():
    made = region(2)
    provider = made.providers[1]
    asked = {"peildatum": TODAY}
    whole, _ = allocated_per_month(provider.pk, MONTHS[0], MONTHS[-1], **asked)
    args = (provider.pk, MONTHS[0], MONTHS[-1])
    assert allocated_of_part(*args, **asked) == whole == dict.fromkeys(MONTHS, 150_000)
    assert allocated_of_part(*args, **asked, category="45") == whole
    assert allocated_of_part(*args, **asked, category="41") == {}
    assert allocated_of_part(*args, **asked, product="H301") == whole
    assert allocated_of_part(*args, **asked, product="H300") == {}
    AllocationVersion.objects.filter(allocation=made.allocations[1]).update(end=date(2025, 6, 30))
    assert set(allocated_of_part(*args, **asked)) == set(MONTHS[:6])


def test_worklist_counts_rooms_that_wait_for_a_step(looking):
    region(3)
    agree(3)
    first, second, third = SpendingRoom.objects.order_by("contract__number")
    take(first, "bereikt")
    take(second, "bereikt", "melding", "overleg", "afspraak")
    take(third, "vol")
    user, today = User.objects.get(username="connie"), timezone.localdate()
    parameters = values_at(today)
    due = rooms_with_steps(SpendingRoom.objects.all(), today=today, parameters=parameters)
    assert [(room.contract.number, [str(step) for step, _ in steps]) for room, steps in due] == [
        ("C0", ["melding"]),
        ("C2", ["op_rood"]),
    ]
    assert number_of_steps(user=user, of=None, today=today, parameters=parameters) == 2
    assert number_of_steps(user=user, of=user, today=today, parameters=parameters) == 0
    assert looking.get(reverse("admin:index")).context["n_rooms"] == 2
    every = room_states(SpendingRoom.objects.all(), today=today, parameters=parameters)
    assert {one.room.pk: one.next for one in every if one.next} == {room.pk: steps for room, steps in due}


def test_a_room_without_an_amount_says_so(looking):
    region()
    room = SpendingRoom.objects.create(contract=Contract.objects.get(), year=2025)
    page = looking.get(reverse("admin:spending_room", args=[room.pk]))
    assert "nog geen bedrag bekend" in page.content.decode()


def test_who_has_no_role_sees_no_rooms(client):
    region()
    client.force_login(outsider())
    assert client.get(reverse(LIST)).status_code == 403
