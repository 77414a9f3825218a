from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rules.change import Effects, Use, change, earlier_window, effects, wholes
from tests.kpis.cast import (
    OTHER_MUNICIPALITY,
    OTHER_PROVIDER,
    allocation,
    credit,
    line,
    snapshot,
    window,
)

EARLIER, LATER = window("2024-01", "2024-03"), window("2025-01", "2025-03")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(Use(1, 10, 1_000), Use(2, 20, 2_000), Effects(clients=1_000), id="clients"),
        pytest.param(Use(2, 10, 1_000), Use(2, 15, 1_500), Effects(volume=500), id="volume"),
        pytest.param(Use(2, 10, 1_000), Use(2, 10, 900), Effects(price=-100), id="price"),
        pytest.param(Use(1, 1, 100), Use(2, 4, 400), Effects(clients=150, volume=150), id="half each"),
        # L = 200 / ln 2; twice the clients is 200, twice the volume 200, half the price -200
        pytest.param(
            Use(1, 1, 200), Use(2, 4, 400), Effects(clients=200, volume=200, price=-200), id="against"
        ),
        # L(600, 600) = 600; 600 x ln 2 = 415.888
        pytest.param(Use(1, 6, 600), Use(2, 6, 600), Effects(clients=416, volume=-416), id="unchanged"),
        # each factor doubles: 7 / 3 = 2.33; what rounding leaves goes to the first of three equal parts
        pytest.param(
            Use(1, 1, 1), Use(2, 4, 8), Effects(clients=3, volume=2, price=2), id="rounding, all equal"
        ),
        # L = 900 / ln 10 = 390.865; x ln(4/2) = 270.927, x ln 5 = 629.073
        pytest.param(
            Use(2, 2, 100), Use(4, 20, 1_000), Effects(clients=271, volume=629), id="clients and volume"
        ),
        pytest.param(Use(0, 0, 0), Use(2, 4, 400), Effects(new=400), id="new"),
        pytest.param(Use(2, 4, 400), Use(0, 0, 0), Effects(gone=-400), id="gone"),
        pytest.param(Use(2, 0, 400), Use(2, 9, 500), Effects(fixed=100), id="no volume"),
    ],
)
def test_parts_worked_out_by_hand(before, after, expected):
    assert effects(before, after, unit="04") == expected


def test_an_amount_without_volume_is_a_part_of_its_own():
    assert effects(Use(1, 100, 100), Use(2, 500, 500), unit="83") == Effects(fixed=400)


uses = st.builds(Use, st.integers(0, 5_000), st.integers(0, 10**7), st.integers(0, 10**12))


@given(uses, uses, st.sampled_from(["01", "83"]))
def test_the_parts_are_the_change_to_the_cent(before, after, unit):
    assert effects(before, after, unit=unit).total == after.declared - before.declared


@given(uses, uses)
def test_back_again_is_the_same_with_another_sign(before, after):
    there, back = effects(before, after, unit="01"), effects(after, before, unit="01")
    for one, other in (("clients", "clients"), ("volume", "volume"), ("price", "price"), ("new", "gone")):
        assert abs(getattr(there, one) + getattr(back, other)) <= 1


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (("2025-01", "2025-12"), ("2024-01", "2024-12")),
        (("2025-04", "2025-06"), ("2024-04", "2024-06")),
        (("2024-01", "2025-01"), ("2022-01", "2023-01")),
    ],
)
def test_the_earlier_period_has_the_same_months(later, earlier):
    assert earlier_window(window(*later)) == window(*earlier)


def region_row(rows):
    return [(row.product, row.unit, row.before, row.after) for row in rows if row.dimension == "regio"]


def test_hours_and_minutes_are_one_unit_and_credits_take_back():
    lines = [
        line("2024-01", 500, volume=2),
        line("2024-02", 500, volume=30, unit="01"),
        line("2025-01", 900, volume=3, client="kind-b"),
        line("2025-01", 700, volume=3),
        credit("2025-01", 700, volume=3),
    ]
    rows = change(snapshot(lines), EARLIER, LATER)
    assert region_row(rows) == [("45A04", "01", Use(1, 150, 1_000), Use(1, 180, 900))]


def test_each_dimension_holds_everything_also_what_is_unknown():
    known = allocation(referrer="02")
    lines = [
        line("2024-01", 100),
        line("2025-01", 300),
        line("2025-02", 50, allocation="9", municipality=OTHER_MUNICIPALITY, agb=OTHER_PROVIDER),
    ]
    rows = change(snapshot(lines, allocations=[known]), EARLIER, LATER)
    assert [(row.dimension, row.key, row.effects.total) for row in rows] == [
        ("aanbieder", "01234567", 200),
        ("aanbieder", "01234568", 50),
        ("gemeente", "0363", 200),
        ("gemeente", "0518", 50),
        ("regio", "", 250),
        ("verwijzer", "", 50),
        ("verwijzer", "02", 200),
    ]


def test_a_client_of_two_products_is_one_client_of_the_whole():
    lines = [line("2025-01", 100), line("2025-01", 100, code="45A05"), line("2025-01", 5, client="kind-b")]
    [whole] = [row for row in wholes(snapshot(lines), EARLIER, LATER) if row.dimension == "regio"]
    assert (whole.clients_before, whole.clients_after, whole.declared_after) == (0, 2, 205)


def test_what_was_received_later_is_not_known_yet():
    lines = [line("2025-01", 100), line("2025-01", 900, received_on=date(2025, 6, 1))]
    rows = change(snapshot(lines, peildatum=date(2025, 5, 31)), EARLIER, LATER)
    assert region_row(rows) == [("45A04", "01", Use(0, 0, 0), Use(1, 60, 100))]
