"""Costs divided to the cent."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkoop.reports.rules.settlement import divide


def test_the_largest_remainder_gets_the_cent():
    assert divide(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert divide(10, {"a": Fraction(1, 4), "b": Fraction(3, 4)}) == {
        "a": 3,
        "b": 7,
    }  # 2.5 and 7.5: equal, first key


def test_a_negative_total_is_divided_as_well():
    assert divide(-100, {"a": 1, "b": 1, "c": 1}) == {"a": -33, "b": -33, "c": -34}


def test_without_any_weight_everybody_has_the_same():
    assert divide(5, {"a": 0, "b": 0}) == {"a": 3, "b": 2}


@pytest.mark.parametrize("weights", [{}, {"a": 1, "b": -1}])
def test_what_cannot_be_divided_is_refused(weights):
    with pytest.raises(ValueError, match=r"gemeenten|gewicht"):
        divide(100, weights)


@given(
    total=st.integers(-(10**12), 10**12),
    weights=st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 10**6), min_size=1, max_size=20),
)
def test_shares_add_up_and_are_within_a_cent_of_their_part(total, weights):
    shares = divide(total, weights)
    assert sum(shares.values()) == total
    whole = sum(weights.values())
    if whole:
        assert all(abs(shares[key] - Fraction(total * weights[key], whole)) < 1 for key in weights)
