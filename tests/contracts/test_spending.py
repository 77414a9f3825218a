"""Spending room against what was declared, and the steps that the system sees."""

from datetime import date

import pytest

from contracts.models import (
    Contract,
    ContractVersion,
    DeclarationLine,
    SpendingRoom,
    SpendingStepTaken,
)
from contracts.queries.declared import declared_by_contract
from contracts.queries.spending import room_states
from contracts.services.spending import set_spending_room, watch_spending
from inkoop.base.models import Municipality
from inkoop.base.parameters import values_at
from tests.desk.cast import RECEIVED, person, region

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 31)


@pytest.fixture
def connie():
    return person("connie")


def agree(connie, amount=1_500_000, *, year=2025, today=RECEIVED, **changes):
    contract = Contract.objects.order_by("number")[0]
    return set_spending_room(
        contract=contract, year=year, amount=amount, reason="Begroting.", by=connie, today=today, **changes
    )


def states(today=TODAY):
    return room_states(SpendingRoom.objects.all(), today=today, parameters=values_at(today))


def uses(today=TODAY):
    return [(one.use.room, one.use.declared, one.use.expected) for one in states(today)]


def declared(**changes):
    asked = {"first": date(2025, 1, 1), "last": date(2025, 12, 1), "as_of": TODAY}
    found = declared_by_contract([one.provider_id for one in Contract.objects.all()], **asked | changes)
    numbers = {one.pk: one.number for one in Contract.objects.all()} | {None: None}
    return {numbers[pk]: sum(month.cents for month in months) for pk, months in found.items()}


def test_room_is_set_against_declared_and_expected(connie):
    """EUR 1,000 each month; on 31 December September is mature, and the last three brought their EUR 1,000.

    July to September is 92 days, so October to December (92 days) are expected to bring EUR 3,000: no more to come
    than EUR 32.61 for October (31 days) and December, against a November (30 days) that was above the pace.
    """
    region()
    agree(connie)
    assert uses() == [(1_500_000, 1_200_000, 2_174)]


def test_room_is_pro_rata_from_the_day_it_starts(connie):
    region()
    agree(connie, begin=date(2025, 7, 1))
    assert [room for room, _, _ in uses()] == [756_164]  # 184 of 365 days


def test_room_of_a_category_or_product_counts_only_that(connie):
    made = region()
    product = made.providers[0].contracts.get().tariffs.get().product_code
    agree(connie, 1, product_code=product)
    agree(connie, 2, category=product.category)
    other = type(product.category).objects.get(code="54")
    agree(connie, 3, category=other)
    assert sorted(uses()) == [(1, 1_200_000, 2_174), (2, 1_200_000, 2_174), (3, 0, 0)]


def test_what_was_not_known_yet_does_not_count(connie):
    region()
    agree(connie)
    DeclarationLine.objects.filter(month=date(2025, 12, 1)).update(amount=500_000)
    assert uses(date(2025, 1, 9)) == []
    assert [used for _, used, _ in uses()] == [1_600_000]


def test_newest_amount_known_counts(connie):
    region()
    agree(connie)
    agree(connie, 1_300_000, today=date(2025, 6, 1))
    assert [[room for room, _, _ in uses(day)] for day in (date(2025, 5, 31), TODAY)] == [
        [1_500_000],
        [1_300_000],
    ]


def test_system_writes_down_once_what_it_sees_and_again_after_a_raise(connie):
    region()
    agree(connie, 1_600_000)
    assert watch_spending(today=TODAY) == 1  # 75 %
    assert watch_spending(today=TODAY) == 0
    agree(connie, 1_200_000, today=TODAY)
    assert watch_spending(today=TODAY) == 2  # all of it is declared
    steps = SpendingStepTaken.objects.order_by("id").values_list("step", "room", "declared", "by")
    assert list(steps) == [
        ("bereikt", 1_600_000, 1_200_000, None),
        ("bereikt", 1_200_000, 1_200_000, None),
        ("vol", 1_200_000, 1_200_000, None),
    ]
    (state,) = states()
    assert (state.state, [step.value for step, _ in state.next]) == ("rood", ["melding", "op_rood"])


@pytest.mark.parametrize("rows", [1, 3])
def test_rooms_ask_as_many_queries_for_three_as_for_one(connie, django_assert_num_queries, rows):
    region(rows)
    for contract in Contract.objects.all():
        set_spending_room(contract=contract, year=2025, amount=1, reason="x", by=connie, today=RECEIVED)
    parameters = values_at(TODAY)
    with django_assert_num_queries(5):
        assert len(room_states(SpendingRoom.objects.all(), today=TODAY, parameters=parameters)) == rows


# -- which contract a line belongs to


def second_contract(**changes):
    first = Contract.objects.get(number="C0")
    made = Contract.objects.create(number="C9", provider=first.provider)
    version = first.versions.get()
    version.pk, version.contract, version.row_number = None, made, 99
    for name, value in changes.items():
        setattr(version, name, value)
    version.save(force_insert=True)


def test_line_belongs_to_the_contract_with_a_tariff_for_it():
    region()
    second_contract()
    assert declared() == {"C0": 1_200_000}


def test_line_belongs_to_the_contract_of_its_day():
    region()
    second_contract(begin=date(2025, 7, 1))
    shorten("C0", date(2025, 6, 30))
    assert declared() == {"C0": 600_000, "C9": 600_000}


def test_line_belongs_to_the_contract_of_its_municipality():
    made = region()
    second_contract(municipality_ids=[made.municipality.pk])
    elsewhere = Municipality.objects.create(code="0002", name="Elders", received_on=RECEIVED)
    shorten("C0", None, municipality_ids=[elsewhere.pk])
    assert declared() == {"C9": 1_200_000}


def test_line_without_a_contract_is_shown_apart():
    region()
    shorten("C0", date(2025, 3, 31))
    assert declared() == {"C0": 300_000, None: 900_000}


def shorten(number, end, **changes):
    version = ContractVersion.objects.filter(contract__number=number).order_by("-id")[0]
    version.pk, version.row_number, version.end = None, 98, end
    for name, value in changes.items():
        setattr(version, name, value)
    version.save(force_insert=True)
