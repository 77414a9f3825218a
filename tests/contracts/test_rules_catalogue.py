"""Which products could go, and how concentrated spending is."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.catalogue import ProductUse, proposals
from contracts.rules.concentration import herfindahl, tail, top_share

AMBULANT, STAY = ("45", "04", "inspanningsgericht", ""), ("44", "14", "inspanningsgericht", "")


def test_unused_products_drop_and_small_ones_go_into_the_largest_of_their_kind():
    uses = [
        ProductUse("H300", AMBULANT, 120, 900_000),
        ProductUse("H301", AMBULANT, 9, 40_000),
        ProductUse("H302", AMBULANT, 10, 50_000),
        ProductUse("H303", AMBULANT, 0, 0),
        ProductUse("H400", STAY, 3, 70_000),
    ]
    found = [(one.use.code, one.into) for one in proposals(uses, few_clients=10)]
    assert found == [("H303", ""), ("H301", "H300")]


def test_equal_products_are_left_alone():
    uses = [ProductUse("H300", AMBULANT, 3, 10), ProductUse("H301", AMBULANT, 3, 20)]
    assert proposals(uses, few_clients=10) == []


@pytest.mark.parametrize(
    ("amounts", "index", "share", "count"),
    [
        ([100], 10_000, Decimal(1), 0),
        ([50, 50], 5_000, Decimal(1), 0),
        ([25] * 4, 2_500, Decimal(1), 0),
        ([900, 60, 20, 10, 5, 5], 8_142, Decimal("0.995"), 4),
        ([100, -20, 0], 10_000, Decimal(1), 2),
        ([], None, None, 0),
        ([0, 0], None, None, 2),
    ],
)
def test_concentration(amounts, index, share, count):
    assert (herfindahl(amounts), top_share(amounts, 5), tail(amounts, Decimal("0.05"))) == (
        index,
        share,
        count,
    )


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=40), st.randoms(use_true_random=False))
def test_concentration_lies_between_equal_shares_and_one_provider(amounts, random):
    shuffled = amounts[:]
    random.shuffle(shuffled)
    assert herfindahl(shuffled) == herfindahl(amounts)
    assert 10_000 // len(amounts) <= herfindahl(amounts) <= 10_000
    assert top_share(amounts, len(amounts)) == 1
