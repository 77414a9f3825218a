"""Ranking and award of a lot: worked examples, and what must hold for any scores."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.awarding import Award, Criterion, award, rank, weighted, weights_fault

QUALITY = Criterion(1, Decimal(60), Decimal(10))
PLAN = Criterion(2, Decimal(40), Decimal(10), minimum=Decimal(5))
CRITERIA = [QUALITY, PLAN]


def bids(**points):
    return {int(key[1:]): {1: Decimal(a), 2: Decimal(b)} for key, (a, b) in points.items()}


def places(rows):
    return [(row.bid, row.total, row.place, row.is_tied) for row in rows]


def test_sums_are_weight_times_points_over_maximum():
    row = rank(CRITERIA, bids(b7=("7.5", "8")))[0]
    assert [cell.weighted for cell in row.cells] == [Decimal("45.00"), Decimal("32.00")]
    assert (row.total, row.place, row.is_tied) == (Decimal("77.00"), 1, False)


def test_a_weighted_score_is_rounded_half_up_to_hundredths():
    third = Criterion(1, Decimal("33.33"), Decimal(9))
    assert weighted(third, Decimal("4.5")) == Decimal("16.67")  # 16.665
    assert weighted(third, Decimal(1)) == Decimal("3.70")  # 3.70333...


def test_equal_totals_share_a_place_and_the_next_place_is_skipped():
    rows = rank(CRITERIA, bids(b1=("8", "6"), b2=("6", "9"), b3=("9", "9"), b4=("5", "5")))
    assert places(rows) == [
        (3, Decimal("90.00"), 1, False),
        (1, Decimal("72.00"), 2, True),
        (2, Decimal("72.00"), 2, True),
        (4, Decimal("50.00"), 4, False),
    ]


def test_below_the_minimum_has_no_place_and_no_contract():
    rows = rank(CRITERIA, bids(b1=("10", "4.99"), b2=("2", "5")))
    assert places(rows) == [(2, Decimal("32.00"), 1, False), (1, Decimal("79.96"), None, False)]
    assert award(rows, 5) == Award(awarded=(2,), reserve=(), undecided=(), unfit=(1,))


def test_a_tie_across_the_last_award_is_left_undecided():
    rows = rank(CRITERIA, bids(b1=("9", "9"), b2=("8", "8"), b3=("8", "8"), b4=("5", "5")))
    assert award(rows, 2) == Award(awarded=(1,), reserve=(4,), undecided=(2, 3), unfit=())
    assert award(rows, 3) == Award(awarded=(1, 2, 3), reserve=(4,), undecided=(), unfit=())


def test_a_draw_decides_a_tie_and_only_a_whole_draw():
    rows = rank(CRITERIA, bids(b1=("9", "9"), b2=("8", "8"), b3=("8", "8"), b4=("5", "5")))
    assert award(rows, 2, {2: 2, 3: 1}) == Award(awarded=(1, 3), reserve=(2, 4), undecided=(), unfit=())
    assert award(rows, 2, {3: 1}).undecided == (2, 3)
    assert award(rows, 2, {2: 1, 3: 1}).undecided == (2, 3)


def test_without_a_maximum_everyone_who_is_fit_gets_a_contract():
    rows = rank(CRITERIA, bids(b1=("9", "9"), b2=("1", "5")))
    assert award(rows, None).awarded == (1, 2)


@pytest.mark.parametrize("points", ["-0.01", "10.01"])
def test_points_outside_the_scale_are_refused(points):
    with pytest.raises(ValueError, match="tussen 0 en 10"):
        weighted(QUALITY, Decimal(points))


@pytest.mark.parametrize(
    ("weights", "fault"),
    [
        (["60", "40"], ""),
        (["33.33", "33.33", "33.34"], ""),
        (["60", "39.99"], "De wegingen tellen op tot 99,99%; dat moet 100% zijn."),
        ([], "Er zijn geen gunningscriteria."),
    ],
)
def test_weights_add_up_to_a_hundred(weights, fault):
    assert weights_fault(Criterion(n, Decimal(one), Decimal(10)) for n, one in enumerate(weights)) == fault


POINTS = st.integers(0, 20).map(lambda halves: Decimal(halves) / 2)


@st.composite
def lots(draw):
    """Criteria of which the weights add up to 100, bids with points, and a maximum number of awards."""
    cuts = sorted(draw(st.lists(st.integers(1, 99), unique=True, max_size=4)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    floors = st.one_of(st.none(), st.sampled_from([Decimal(2), Decimal(5)]))
    criteria = [Criterion(n, Decimal(w), Decimal(10), draw(floors)) for n, w in enumerate(weights)]
    made = {n: {one.key: draw(POINTS) for one in criteria} for n in range(draw(st.integers(0, 7)))}
    return criteria, made, draw(st.one_of(st.none(), st.integers(1, 7)))


@given(lots())
def test_weights_sum_and_totals_stay_within_a_hundred(lot):
    criteria, made, _ = lot
    assert weights_fault(criteria) == ""
    for row in rank(criteria, made):
        assert row.total == sum(cell.weighted for cell in row.cells)
        assert 0 <= row.total <= 100 + len(criteria) * Decimal("0.005")
    perfect = rank(criteria, {0: {one.key: one.maximum for one in criteria}})[0]
    assert perfect.total == 100


@given(lots(), st.randoms(use_true_random=False))
def test_the_order_of_bids_and_criteria_changes_nothing(lot, random):
    criteria, made, maximum = lot
    shuffled = list(made)
    random.shuffle(shuffled)
    turned = rank(criteria, {key: made[key] for key in shuffled})
    assert turned == rank(criteria, made)
    assert award(turned, maximum) == award(rank(criteria, made), maximum)
    mixed = criteria[:]
    random.shuffle(mixed)
    assert places(rank(mixed, made)) == places(rank(criteria, made))


@given(lots())
def test_ties_are_seen_and_never_broken_silently(lot):
    criteria, made, maximum = lot
    rows = rank(criteria, made)
    found = award(rows, maximum)
    chosen = {
        bid: name for name in ("awarded", "reserve", "undecided", "unfit") for bid in getattr(found, name)
    }
    assert sorted(chosen) == sorted(made)
    assert len(found.awarded) + len(found.reserve) + len(found.undecided) + len(found.unfit) == len(made)
    for one in rows:
        for other in rows:
            if one.place is not None and one.total == other.total and other.place is not None:
                assert one.place == other.place
                assert chosen[one.bid] == chosen[other.bid]
                assert one.is_tied or one.bid == other.bid
    assert maximum is None or len(found.awarded) <= maximum


@given(lots())
def test_nobody_with_less_gets_what_somebody_with_more_does_not(lot):
    criteria, made, maximum = lot
    rows = rank(criteria, made)
    found = award(rows, maximum)
    totals = {row.bid: row.total for row in rows}
    best_left = max((totals[bid] for bid in (*found.reserve, *found.undecided)), default=None)
    worst_chosen = min((totals[bid] for bid in found.awarded), default=None)
    assert best_left is None or worst_chosen is None or worst_chosen > best_left
