"""Small cells stay hidden, also for who subtracts: totals, siblings and earlier publications."""

from itertools import product
from random import Random

import pytest

from contracts.rules.small_cells import is_small
from inkoop.reports.rules.suppression import Sum, following, hidden_rows

WHOLE = "geheel"


@pytest.mark.parametrize(("clients", "small"), [(0, False), (1, True), (9, True), (10, False)])
def test_one_up_to_and_including_nine_is_small(clients, small):
    assert is_small(clients) is small


def test_a_small_part_takes_the_next_smallest_with_it():
    clients = {WHOLE: 100, "a": 4, "b": 30, "c": 25, "d": 41}
    hidden = hidden_rows(clients, [Sum(WHOLE, ("a", "b", "c", "d"))])
    assert hidden == {"a", "c"}


def test_two_small_parts_that_are_few_together_take_a_third_with_them():
    clients = {WHOLE: 60, "a": 4, "b": 5, "c": 20, "d": 31}
    assert hidden_rows(clients, [Sum(WHOLE, ("a", "b", "c", "d"))]) == {"a", "b", "c"}


def test_two_small_parts_that_are_ten_together_are_enough():
    clients = {WHOLE: 60, "a": 4, "b": 6, "c": 20, "d": 31}
    assert hidden_rows(clients, [Sum(WHOLE, ("a", "b", "c", "d"))]) == {"a", "b"}


def test_an_empty_part_hides_nothing():
    clients = {WHOLE: 34, "a": 4, "b": 0, "c": 30}
    assert hidden_rows(clients, [Sum(WHOLE, ("a", "b", "c"))]) == {"a", "c"}


def test_a_part_that_is_alone_takes_its_whole_with_it():
    clients = {WHOLE: 4, "a": 4, "top": 40, "b": 36}
    sums = [Sum(WHOLE, ("a",)), Sum("top", (WHOLE, "b"))]
    assert hidden_rows(clients, sums) == {WHOLE, "a", "b"}


def test_siblings_across_municipalities_do_not_give_it_away():
    """A product of one place follows from the region less the other places, unless one of those is hidden too."""
    places, products = ("A", "B", "C"), ("p", "q", "r")
    clients = {
        ("A", "p"): 3, ("A", "q"): 20, ("A", "r"): 50,
        ("B", "p"): 30, ("B", "q"): 40, ("B", "r"): 60,
        ("C", "p"): 35, ("C", "q"): 45, ("C", "r"): 70,
    }  # fmt: skip
    sums = [Sum((place, WHOLE), tuple((place, one) for one in products)) for place in places]
    sums += [Sum((WHOLE, one), tuple((place, one) for place in places)) for one in products]
    for one in sums:
        clients[one.whole] = sum(clients[key] for key in one.parts)
    hidden = hidden_rows(clients, sums)
    assert ("A", "p") in hidden
    assert following(hidden, sums) == set()
    # the smallest closed square: two places by two products
    assert hidden == {("A", "p"), ("A", "q"), ("B", "p"), ("B", "q")}


def test_what_was_published_earlier_hides_nothing_any_more():
    clients = {WHOLE: 100, "a": 4, "b": 30, "c": 25, "d": 41}
    sums = [Sum(WHOLE, ("a", "b", "c", "d"))]
    assert hidden_rows(clients, sums, published={"c"}) == {"a", "b"}


def test_what_earlier_publications_tell_costs_nothing_more():
    """a follows from what was published, whatever is hidden: the other rows keep standing."""
    clients = {WHOLE: 100, "a": 4, "b": 96, "form": 4, "other": 96, "c": 40, "d": 56}
    sums = [Sum(WHOLE, ("a", "b")), Sum("form", ("a",)), Sum("b", ("c", "d")), Sum(WHOLE, ("form", "other"))]
    hidden = hidden_rows(clients, sums, published={WHOLE, "b", "other"})
    assert hidden == {"a", "form"}


def test_what_was_withheld_earlier_stays_hidden():
    """Earlier {a, c} were hidden; showing c now would give a away to who kept the earlier report."""
    clients = {WHOLE: 100, "a": 4, "b": 30, "c": 25, "d": 41}
    sums = [Sum(WHOLE, ("a", "b", "c", "d"))]
    assert hidden_rows(clients, sums, withheld={"a", "c"}) == {"a", "c"}


def test_chains_of_sums_are_solved_together():
    """a + b and b + c are each safe, a + c gives the third equation: all three would follow."""
    sums = [Sum("x", ("a", "b")), Sum("y", ("b", "c")), Sum("z", ("a", "c"))]
    assert following({"a", "b", "c"}, sums) == {"a", "b", "c"}
    clients = {"a": 5, "b": 6, "c": 7, "x": 11, "y": 13, "z": 12}
    hidden = hidden_rows(clients, sums)
    assert {"a", "b", "c"} <= hidden
    assert not {key for key in following(hidden, sums) if is_small(clients[key])}


@pytest.mark.parametrize("seed", range(25))
def test_no_small_row_follows_in_tables_drawn_at_random(seed):
    """Places x products with both margins and the whole, counted apart and attacked by elimination."""
    rng = Random(seed)  # noqa: S311 -- no secret
    places, products = range(rng.randrange(2, 7)), range(rng.randrange(2, 9))
    clients = {
        key: rng.choice((0, 0, rng.randrange(1, 10), rng.randrange(5, 80)))
        for key in product(places, products)
    }
    sums = [Sum((place, WHOLE), tuple((place, one) for one in products)) for place in places]
    sums += [Sum((WHOLE, one), tuple((place, one) for place in places)) for one in products]
    sums += [Sum((WHOLE, WHOLE), tuple((place, WHOLE) for place in places))]
    for one in sums:
        clients[one.whole] = sum(clients[key] for key in one.parts)
    hidden = hidden_rows(clients, sums)
    assert {key for key, number in clients.items() if is_small(number)} <= hidden
    assert not {key for key in following(hidden, sums) if is_small(clients[key])}
    for one in sums:
        gone = [key for key in one.rows if key in hidden and clients[key]]
        if gone and one.whole not in hidden:
            shown = [key for key in one.parts if key not in hidden and clients[key]]
            assert not shown or (len(gone) > 1 and sum(clients[key] for key in gone) >= 10)
