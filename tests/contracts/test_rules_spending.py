"""Spending room, instalments and warnings: by example and by property."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.deadlines import reached, to_alert
from contracts.rules.instalments import split
from contracts.rules.periods import add_months
from contracts.rules.spending import (
    Use,
    expected_still,
    next_steps,
    obligated_still,
    room_in_year,
    runs_out,
    to_record,
)

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
WHOLE = (date(2020, 1, 1), date(2030, 12, 31))
MONTHS = [date(2025, month, 1) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("begin", "end", "room"),
    [
        (date(2024, 1, 1), None, 36_500),
        (date(2025, 7, 1), None, 18_400),
        (date(2025, 1, 1), date(2025, 6, 30), 18_100),
        (date(2025, 12, 31), None, 100),
        (date(2026, 1, 1), None, 0),
        (date(2020, 1, 1), date(2024, 12, 31), 0),
    ],
)
def test_room_is_pro_rata_when_started_mid_year(begin, end, room):
    assert room_in_year(36_500, 2025, begin, end) == room


@given(st.integers(1, 10**9), st.dates(date(2024, 1, 2), date(2024, 12, 31)))
def test_two_terms_that_follow_each_other_share_the_room(amount, begin):
    before = room_in_year(amount, 2024, date(2023, 1, 1), begin - timedelta(days=1))
    assert abs(before + room_in_year(amount, 2024, begin, None) - amount) <= 1


def pace(declared, peildatum=date(2025, 6, 30), term=WHOLE, **named):
    return expected_still(declared, term, 2025, peildatum, mature_after=3, burn_months=3, **named)


def test_expected_is_the_pace_of_the_mature_months_over_the_others():
    """March is the last mature month: January to March, 90 days at 100 a day, then 275 days to go."""
    declared = {MONTHS[0]: 3_100, MONTHS[1]: 2_800, MONTHS[2]: 3_100}
    assert pace(declared) == 27_500
    assert pace(declared | {MONTHS[3]: 1_000}) == 26_500
    assert pace(declared | {MONTHS[3]: 5_000}) == 24_500  # more than the pace: nothing to come for that month


def test_nothing_is_expected_after_the_term():
    declared = {MONTHS[0]: 3_100, MONTHS[1]: 2_800, MONTHS[2]: 3_100}
    assert pace(declared, term=(date(2020, 1, 1), date(2025, 4, 15))) == 1_500
    assert pace(declared, term=(date(2020, 1, 1), date(2025, 3, 31))) == 0


def test_without_a_mature_month_nothing_can_be_said():
    assert pace({}, term=(date(2025, 4, 1), date(2027, 3, 31))) is None


def lasts(declared, room, peildatum=date(2025, 6, 30), term=WHOLE):
    return runs_out(declared, room, term, 2025, peildatum, mature_after=3, burn_months=3)


@pytest.mark.parametrize(
    ("room", "last"),
    [
        (9_000, None),  # used already: nothing left to run out
        (9_001, date(2025, 3, 31)),  # 90 days brought 9,000; a cent is not a whole day
        (9_100, date(2025, 4, 1)),
        (18_000, date(2025, 6, 29)),
        (36_500, date(2025, 12, 31)),
        (36_600, None),  # one day too late for this year
    ],
)
def test_room_runs_out_at_the_pace_of_the_mature_months(room, last):
    declared = dict.fromkeys(MONTHS[:3], 3_000)
    assert lasts(declared, room) == last


def test_room_runs_out_before_the_end_of_the_term_or_not_at_all():
    declared = dict.fromkeys(MONTHS[:3], 3_000)
    assert lasts(declared, 18_000, term=(date(2025, 1, 1), date(2025, 6, 29))) == date(2025, 6, 29)
    assert lasts(declared, 18_000, term=(date(2025, 1, 1), date(2025, 6, 28))) is None
    assert lasts({}, 18_000) is None
    assert lasts({MONTHS[0]: -100}, 18_000) is None


def test_early_in_the_year_the_pace_of_the_year_before_counts_from_new_year():
    """On 15 January September is the last mature month: 92 days brought 9,200, so 100 a day from 1 January."""
    before = {date(2024, month, 1): 3_000 for month in (7, 8)} | {date(2024, 9, 1): 3_200}
    assert lasts(before, 1_000, peildatum=date(2025, 1, 15)) == date(2025, 1, 10)


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), st.integers(1, 10**7))
def test_at_the_pace_the_room_lasts_up_to_the_day_and_no_longer(amounts, room):
    declared = dict(zip(MONTHS[:3], amounts, strict=True))
    day = lasts(declared, room)
    if day is not None:
        pace = Fraction(sum(amounts), 90)
        after = (day - date(2025, 3, 31)).days
        assert sum(amounts) + pace * after <= room < sum(amounts) + pace * (after + 1)


def test_obligated_is_what_was_allocated_and_not_declared_yet():
    allocated = dict.fromkeys(MONTHS, 1_000)
    declared = {MONTHS[0]: 100, MONTHS[3]: 400, MONTHS[4]: 1_500}
    assert obligated_still(allocated, declared, 2025, MONTHS[2]) == 600 + 0 + 7 * 1_000


def test_use_counts_what_is_declared_and_expected():
    assert Use(1_000, 400, 300).share == Fraction(7, 10)
    assert Use(1_000, 400, None).share == Fraction(4, 10)
    assert Use(0, 400, 300).share is None


@pytest.mark.parametrize(
    ("declared", "expected", "taken", "found"),
    [
        (400, 299, {}, []),
        (400, 300, {}, ["bereikt"]),
        (400, 300, {"bereikt": YEAR[0]}, []),
        (1_000, None, {}, ["bereikt", "vol"]),
        (999, 500, {"bereikt": YEAR[0]}, []),
        (1_000, 0, {"bereikt": YEAR[0]}, ["vol"]),
    ],
)
def test_the_system_records_seventy_percent_and_full(declared, expected, taken, found):
    assert to_record(Use(1_000, declared, expected), taken, Fraction(7, 10)) == found


def test_steps_follow_each_other_with_two_weeks_between():
    day = date(2025, 9, 1)
    taken, walked = {"bereikt": day}, []
    while due := next_steps(taken, 14):
        walked += due
        taken |= dict(due)
    assert walked == [("melding", day), ("overleg", date(2025, 9, 15)), ("afspraak", date(2025, 9, 29))]
    assert next_steps(taken | {"vol": day}, 14) == [("op_rood", day)]
    assert next_steps(taken | {"vol": day, "op_rood": day}, 14) == [("bericht", day)]
    assert next_steps({}, 14) == []


@given(st.integers(0, 10**10), st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any))
def test_instalments_add_up_to_the_cent_and_follow_their_weights(cents, weights):
    parts = split(cents, weights)
    assert sum(parts) == cents
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(cents * weight, sum(weights))) < 1


def test_two_parts_at_the_start_and_one_at_the_end():
    assert split(100_000, [2, 1]) == [66_667, 33_333]


@pytest.mark.parametrize("weights", [[0, 0], [1, -1, 3]])
def test_instalments_need_sensible_weights(weights):
    with pytest.raises(ValueError, match="gewichten"):
        split(100, weights)


# -- warnings

END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 3, 30), []),
        (date(2026, 3, 31), [9]),
        (date(2026, 8, 1), [9, 6]),  # the job was down since before March
        (date(2026, 12, 31), [9, 6, 3]),
        (date(2027, 1, 1), []),
    ],
)
def test_thresholds_that_came_are_warned_of_also_after_days_without_a_run(today, due):
    assert to_alert(END, today, [9, 6, 3], sent=[]) == due


@given(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.lists(st.dates(date(2023, 1, 1), date(2028, 12, 31)), max_size=30).map(sorted),
)
def test_each_threshold_is_warned_of_once_whatever_the_days_of_the_runs(day, runs):
    sent = []
    for today in runs:
        sent += to_alert(day, today, [9, 6, 3], sent)
    in_time = [today for today in runs if today <= day]
    expected = {n for n in (9, 6, 3) if any(add_months(day, -n) <= today for today in in_time)}
    assert sorted(sent) == sorted(expected)


def test_a_date_that_moved_is_warned_of_again():
    today = date(2026, 10, 1)
    assert reached(END, today, [9, 6, 3]) == [9, 6, 3]
    assert to_alert(date(2027, 1, 31), today, [9, 6, 3], sent=[]) == [9, 6]
