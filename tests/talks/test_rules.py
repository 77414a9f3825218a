"""When the next talk is due, whether an agreement was kept, which day a talk gets."""

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.periods import add_months
from inkoop.base.workdays import is_workday
from kpis.rules.invitation import Guest, Invitation, invitation_text
from kpis.rules.planning import Wanted, spread
from kpis.rules.talks import Move, next_talk, position_of, result_of, skipped

LAST = date(2026, 1, 31)
SINCE = date(2024, 1, 1)


def due(last=LAST, months=12, yearly=12, *, is_troubled=False):
    return next_talk(last=last, since=SINCE, months=months, yearly=yearly, is_troubled=is_troubled)


@pytest.mark.parametrize(
    ("months", "is_troubled", "expected"),
    [
        (3, False, date(2026, 4, 30)),
        (6, False, date(2026, 7, 31)),
        (12, False, date(2027, 1, 31)),
        (12, True, date(2026, 7, 31)),
        (6, True, date(2026, 4, 30)),
        (3, True, date(2026, 3, 15)),
        (18, False, date(2027, 1, 31)),
        (30, True, date(2027, 1, 31)),
    ],
)
def test_the_interval_of_the_segment_halved_when_troubled_and_never_over_a_year(
    months, is_troubled, expected
):
    assert due(months=months, is_troubled=is_troubled) == expected


def test_who_was_never_spoken_counts_from_the_begin_of_the_contract():
    assert due(last=None, months=6) == date(2024, 7, 1)


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)), st.integers(1, 36), st.integers(1, 24), st.booleans())
def test_trouble_never_makes_it_later(last, months, yearly, is_troubled):
    calm = due(last, months, yearly)
    found = due(last, months, yearly, is_troubled=is_troubled)
    assert last <= found <= calm <= add_months(last, yearly)


@pytest.mark.parametrize(
    ("aim", "baseline", "target", "value", "expected"),
    [
        ("hoger", Fraction(70, 100), Fraction(90, 100), Fraction(90, 100), "gehaald"),
        ("hoger", Fraction(70, 100), Fraction(90, 100), Fraction(95, 100), "gehaald"),
        ("hoger", Fraction(70, 100), Fraction(90, 100), Fraction(80, 100), "deels"),
        ("hoger", Fraction(70, 100), Fraction(90, 100), Fraction(7999, 10000), "niet"),
        ("hoger", Fraction(70, 100), Fraction(90, 100), Fraction(60, 100), "niet"),
        ("lager", 40, 20, 20, "gehaald"),
        ("lager", 40, 20, 30, "deels"),
        ("lager", 40, 20, 31, "niet"),
        ("lager", 40, 20, 0, "gehaald"),
        ("lager", None, 20, 21, "niet"),
        ("lager", None, 20, 20, "gehaald"),
        ("hoger", 50, 40, 39, "niet"),
        ("hoger", 40, 20, None, "nvt"),
        ("hoger", 40, None, 20, "nvt"),
    ],
)
def test_an_agreement_is_kept_partly_kept_or_not(aim, baseline, target, value, expected):
    found = result_of(aim=aim, baseline=baseline, target=target, value=value, partly=Fraction(1, 2))
    assert found == expected


@given(st.integers(-50, 50), st.integers(-50, 50), st.integers(-50, 50))
def test_both_directions_mirror_each_other(baseline, target, value):
    up = result_of(aim="hoger", baseline=baseline, target=target, value=value, partly=Fraction(1, 2))
    down = result_of(aim="lager", baseline=-baseline, target=-target, value=-value, partly=Fraction(1, 2))
    assert up == down


def test_the_newest_move_says_where_a_provider_stands():
    moves = [
        Move(date(2026, 1, 5), 1, 1),
        Move(date(2026, 3, 1), 2, 3),
        Move(date(2026, 3, 1), 3, 2),
        Move(date(2026, 6, 1), 4, 0),
    ]
    days = [date(2026, 1, 4), date(2026, 1, 5), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [position_of(moves, on=day) for day in days] == [0, 1, 2, 2, 0]


def test_a_move_up_skips_what_lies_between_and_a_move_down_nothing():
    steps = [1, 2, 4, 5]
    assert skipped(0, 1, steps) == []
    assert skipped(0, 4, steps) == [1, 2]
    assert skipped(2, 4, steps) == []
    assert skipped(5, 1, steps) == []


def test_talks_go_to_the_last_working_day_before_they_are_due():
    wanted = [
        Wanted(1, 7, date(2026, 12, 27)),
        Wanted(2, 7, date(2026, 12, 27)),
        Wanted(3, 8, date(2026, 1, 1)),
    ]
    days = spread(
        wanted,
        earliest=date(2026, 12, 1),
        taken=[(7, date(2026, 12, 24))],
        per_day=1,
        is_workday=is_workday,
    )
    # 25, 26 and 27 December are no working days; who is late already gets the first day
    assert days == {1: date(2026, 12, 23), 2: date(2026, 12, 22), 3: date(2026, 12, 1)}


def test_when_all_days_before_are_full_it_becomes_the_first_day_after():
    wanted = [Wanted(number, 7, date(2026, 12, 2)) for number in range(4)]
    days = spread(wanted, earliest=date(2026, 12, 1), taken=[], per_day=1, is_workday=is_workday)
    assert days == {0: date(2026, 12, 2), 1: date(2026, 12, 1), 2: date(2026, 12, 3), 3: date(2026, 12, 4)}


@given(
    st.lists(st.tuples(st.integers(1, 3), st.dates(date(2026, 1, 1), date(2026, 3, 1))), max_size=40),
    st.integers(1, 3),
)
def test_nobody_has_more_talks_a_day_than_asked(found, per_day):
    wanted = [Wanted(number, holder, day) for number, (holder, day) in enumerate(found)]
    earliest = date(2026, 2, 2)
    days = spread(wanted, earliest=earliest, taken=[], per_day=per_day, is_workday=is_workday)
    loads = [(one.holder, days[one.provider]) for one in wanted]
    assert all(loads.count(load) <= per_day for load in loads)
    assert all(day >= earliest and is_workday(day) for day in days.values())


INVITATION = Invitation(
    uid="kpis.meeting-1@inkoop",
    sequence=2,
    day=date(2026, 7, 1),
    starts_at=time(10),
    minutes=90,
    title="Regulier gesprek: Zorggroep, Noord",
    place="Raadhuis; zaal 2",
    description="Agenda:\n1. Actualiteiten",
    organizer=Guest("Connie", "connie@regio.example"),
    guests=[Guest('Bo "de baas"', "bo@zorg.example")],
)


def test_an_invitation_says_when_where_and_who():
    text = invitation_text(INVITATION, made_at=datetime(2026, 6, 1, 9, 30, tzinfo=UTC))
    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Inkoop//Gesprekken//NL",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "UID:kpis.meeting-1@inkoop",
        "SEQUENCE:2",
        "DTSTAMP:20260601T093000Z",
        "DTSTART:20260701T080000Z",
        "DTEND:20260701T093000Z",
        "SUMMARY:Regulier gesprek: Zorggroep\\, Noord",
        "LOCATION:Raadhuis\\; zaal 2",
        "DESCRIPTION:Agenda:\\n1. Actualiteiten",
        'ORGANIZER;CN="Connie":mailto:connie@regio.example',
        "ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE;CN=\"Bo 'de baas'\":mailto:bo@zorg.ex",
        " ample",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
