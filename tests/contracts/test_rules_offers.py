"""Points for a price: worked examples, and what must hold for any prices."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.offers import price_points, total_of

TEN = Decimal(10)
PRICE = st.integers(min_value=1, max_value=10**10)


def test_a_price_is_expected_units_times_tariffs():
    assert total_of([(100, 9150), (3, 45_470)]) == 1_051_410


@pytest.mark.parametrize(
    ("price", "points"), [(900_000, "10.00"), (1_000_000, "9.00"), (915_000, "9.84"), (1_800_000, "5.00")]
)
def test_in_proportion_to_the_lowest(price, points):
    assert price_points(TEN, price, lowest=900_000, published=2_000_000, floor=None) == Decimal(points)


@pytest.mark.parametrize(
    ("price", "points"),
    [
        (1_000_000, "0.00"),
        (1_000_001, "0.00"),
        (900_000, "5.00"),
        (800_001, "10.00"),
        (800_000, "10.00"),
        (1, "10.00"),
        (866_666, "6.67"),
    ],
)
def test_in_a_band_under_the_published_tariffs(price, points):
    floor = Decimal(80)
    assert price_points(TEN, price, lowest=1, published=1_000_000, floor=floor) == Decimal(points)


def test_hundredths_are_rounded_half_up():
    assert price_points(Decimal(1), 200, lowest=1, published=200, floor=None) == Decimal("0.01")  # 0.005


def test_what_is_no_price_or_no_floor_is_refused():
    for price, floor in ((0, None), (5, Decimal(100)), (5, Decimal(-1))):
        with pytest.raises(ValueError, match=r"price|floor"):
            price_points(TEN, price, lowest=5, published=10, floor=floor)


@given(first=PRICE, second=PRICE, floor=st.none() | st.decimals(0, 99, places=2))
def test_a_lower_price_never_earns_less(first, second, floor):
    lower, higher = sorted((first, second))
    more, less = (
        price_points(TEN, one, lowest=lower, published=higher, floor=floor) for one in (lower, higher)
    )
    assert 0 <= less <= more <= TEN
    assert more == TEN or floor is not None
    assert floor is None or lower == higher or less == 0
