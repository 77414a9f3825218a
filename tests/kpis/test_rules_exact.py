from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rules import exact


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 3, Fraction(1, 3)), (-1, 2, Fraction(-1, 2)), (0, 5, 0), (5, 0, None), (0, 0, None), (5, -1, None)],
)
def test_ratio_is_exact_and_none_without_a_positive_denominator(numerator, denominator, expected):
    assert exact.ratio(numerator, denominator) == expected


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([], exact.HALF, None),
        ([7], exact.NINE_TENTHS, 7),
        ([3, 1], exact.HALF, 2),
        ([1, 2], exact.HALF, Fraction(3, 2)),
        ([30, 10, 20, 40], exact.NINE_TENTHS, 37),
        (list(range(1, 12)), exact.NINE_TENTHS, 10),
    ],
)
def test_percentile_lies_linearly_between_the_nearest_values(values, share, expected):
    assert exact.percentile(values, share) == expected


@given(st.lists(st.integers(-1000, 1000), min_size=1))
def test_median_has_as_many_values_below_as_above(values):
    middle = exact.median(values)

    assert sum(value < middle for value in values) <= len(values) / 2
    assert sum(value > middle for value in values) <= len(values) / 2


def test_median_absolute_deviation():
    assert exact.median_absolute_deviation([1, 1, 2, 2, 4, 6, 9]) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(5, 10_000_000), "0.000001"),
        (Fraction(-5, 10_000_000), "-0.000001"),
        (Fraction(-4, 10_000_000), "0.000000"),
        (123456, "123456.000000"),
    ],
)
def test_six_decimals_rounds_half_up(value, expected):
    assert f"{exact.six_decimals(value):f}" == expected


@given(st.decimals(-(10**9), 10**9, places=8))
def test_six_decimals_is_decimals_own_half_up(value):
    assert exact.six_decimals(Fraction(value)) == value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
