"""The traffic light of residential care, and the moments to look ahead."""

from datetime import date

import pytest

from contracts.rules.residential import (
    GREEN,
    ORANGE,
    RED,
    UNSEEN,
    Stay,
    Talk,
    days_of_months,
    is_resident,
    light,
    light_on,
    moments,
)

TODAY = date(2026, 11, 22)


def talk(*, month=date(2026, 11, 1), exit_on=None, **conditions):
    return Talk(month, conditions, exit_on)


@pytest.mark.parametrize(
    ("said", "colour"),
    [
        (None, UNSEEN),
        (talk(month=date(2026, 9, 1), place=True), UNSEEN),
        (talk(month=date(2026, 10, 1), place=True, school=None), GREEN),
        (talk(place=False), ORANGE),
        (talk(place=False, exit_on=date(2027, 2, 23)), ORANGE),
        (talk(place=False, exit_on=date(2027, 2, 22)), RED),
        (talk(place=False, exit_on=date(2026, 11, 1)), RED),
        (talk(place=True, exit_on=date(2026, 11, 1)), GREEN),
    ],
)
def test_the_light_follows_from_what_is_missing_and_when(said, colour):
    assert light(said, TODAY) == colour


def test_history_knows_only_what_was_known_then():
    first = Stay(date(2026, 1, 10), date(2026, 1, 1), date(2026, 12, 31), is_stay=True)
    shortened = Stay(date(2026, 6, 10), date(2026, 1, 1), date(2026, 5, 31), is_stay=True)
    other = Stay(date(2026, 6, 10), date(2026, 1, 1), None, is_stay=False)
    days = [date(2026, 1, 9), date(2026, 1, 10), date(2026, 6, 9), date(2026, 6, 10)]
    assert [is_resident([first, shortened], day) for day in days] == [False, True, True, False]
    assert [is_resident([first, other], day) for day in days] == [False, True, True, False]
    talks = [talk(month=date(2026, 10, 1), place=True), talk(place=False)]
    ends = [date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 1)]
    assert [light_on(talks, day) for day in ends] == [UNSEEN, GREEN, ORANGE, ORANGE, UNSEEN]


def test_months_end_on_their_last_day_and_this_one_today():
    assert days_of_months(date(2026, 3, 31), 3) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("begin", "end", "born", "expected"),
    [
        (
            date(2026, 1, 31),
            date(2026, 12, 31),
            None,
            {"evaluatie_na_begin": date(2026, 4, 30), "evaluatie_voor_einde": date(2026, 9, 30)},
        ),
        (date(2026, 1, 1), date(2026, 5, 1), None, {"evaluatie_voor_einde": date(2026, 2, 1)}),
        (date(2026, 1, 1), date(2026, 2, 1), None, {"evaluatie_voor_einde": date(2026, 1, 1)}),
        (
            date(2026, 1, 1),
            None,
            date(2009, 6, 1),
            {
                "evaluatie_na_begin": date(2026, 4, 1),
                "plan_16": date(2026, 1, 1),
                "plan_18": date(2027, 6, 1),
            },
        ),
    ],
)
def test_moments_to_look_ahead_lie_within_the_stay(begin, end, born, expected):
    assert moments(begin, end, born) == expected
