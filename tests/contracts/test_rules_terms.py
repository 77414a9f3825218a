"""Terms, options and notice, by example and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.periods import add_months, days_in
from contracts.rules.terms import (
    TermError,
    Terms,
    earliest_end,
    end_of_term,
    extended,
    extensions,
    notice_by,
    option_by,
    parse_options,
    shortened,
    status_of,
    write_options,
)

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
MONTHS = st.integers(1, 60)
OPTIONS = st.lists(st.integers(1, 36), max_size=5).map(tuple)
ONE_DAY = timedelta(days=1)
JULY_2021 = Terms(date(2021, 7, 1), date(2023, 12, 31), (12, 12, 12), 6)


@pytest.mark.parametrize(
    ("begin", "months", "last"),
    [
        (date(2021, 7, 1), 30, date(2023, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 27)),
        (date(2024, 3, 1), 12, date(2025, 2, 28)),
        (date(2023, 3, 1), 12, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 27)),
        (date(2025, 12, 31), 2, date(2026, 2, 27)),
    ],
)
def test_a_term_ends_the_day_before_the_same_day_months_later(begin, months, last):
    assert end_of_term(begin, months) == last


@given(DAYS, MONTHS, MONTHS)
def test_a_term_of_two_parts_is_one_term_where_no_month_end_is_clipped(begin, one, other):
    begin = begin.replace(day=min(begin.day, 28))
    following = end_of_term(begin, one) + ONE_DAY
    assert end_of_term(following, other) == end_of_term(begin, one + other)


@given(DAYS, MONTHS)
def test_a_term_lasts_about_so_many_months_and_never_a_day_more(begin, months):
    end = end_of_term(begin, months)
    assert add_months(begin, months) - ONE_DAY == end
    assert 28 * months <= days_in(begin, end) <= 31 * months


def test_two_and_a_half_years_and_three_times_twelve_months():
    ends = [JULY_2021.end]
    terms = JULY_2021
    while terms.options:
        terms = extended(terms)
        ends.append(terms.end)
    assert ends == [date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31), date(2026, 12, 31)]
    assert [period[0] for period in extensions(JULY_2021)] == [end + ONE_DAY for end in ends[:-1]]


@given(DAYS, MONTHS, OPTIONS)
def test_options_follow_each_other_without_gap_or_overlap(begin, months, options):
    terms = Terms(begin, end_of_term(begin, months), options, 6)
    expected = terms.end
    for first, last in extensions(terms):
        assert first == expected + ONE_DAY
        assert last >= first
        expected = last
    assert len(extensions(terms)) == len(options)


@given(DAYS, MONTHS, st.lists(st.integers(1, 36), min_size=1, max_size=5).map(tuple), st.integers(0, 12))
def test_notice_and_option_days_move_with_every_extension(begin, months, options, notice):
    terms = Terms(begin, end_of_term(begin, months), options, notice)
    longer = extended(terms)
    assert longer.options == options[1:]
    assert notice_by(longer) == add_months(longer.end, -notice)
    assert notice_by(longer) > notice_by(terms)
    assert notice_by(terms) <= terms.end
    assert option_by(terms, 6) == add_months(terms.end, -6)


def test_without_an_end_there_is_nothing_to_extend_or_announce():
    open_ended = Terms(date(2024, 1, 1), None, (12,), 6)
    assert (notice_by(open_ended), option_by(open_ended, 6), extensions(open_ended)) == (None, None, [])
    with pytest.raises(TermError, match="onbepaalde tijd"):
        extended(open_ended)


def test_without_an_option_an_extension_is_refused_with_what_to_do():
    with pytest.raises(TermError, match="addendum, met de reden"):
        extended(Terms(date(2024, 1, 1), date(2024, 12, 31)))


@given(OPTIONS)
def test_options_are_read_as_they_are_written(options):
    assert parse_options(write_options(options)) == options


@pytest.mark.parametrize(("text", "options"), [("3x12", (12, 12, 12)), ("1x24 2x12", (24, 12, 12)), ("", ())])
def test_options_are_numbers_of_months(text, options):
    assert parse_options(text) == options
    assert write_options(options) == text


@pytest.mark.parametrize("text", ["3 x 12", "12", "3x", "0x12", "2x0", "3x12,1x6", " 3x12"])
def test_options_that_cannot_be_read_are_refused(text):
    with pytest.raises(TermError):
        parse_options(text)


@given(DAYS, st.integers(0, 12), st.integers(0, 2000))
def test_notice_keeps_to_its_months_and_dissolution_does_not(given_on, months, wait):
    terms = Terms(date(2015, 1, 1), None, (12,), months)
    end = given_on + timedelta(days=wait)
    assert shortened(terms, end, given_on=given_on, with_notice=False) == Terms(
        date(2015, 1, 1), end, (), months
    )
    if end < earliest_end(given_on, months):
        with pytest.raises(TermError, match="op zijn vroegst"):
            shortened(terms, end, given_on=given_on, with_notice=True)
    else:
        assert shortened(terms, end, given_on=given_on, with_notice=True).end == end


@pytest.mark.parametrize("end", [date(2021, 6, 30), date(2024, 1, 1)])
def test_an_end_outside_the_term_is_refused(end):
    with pytest.raises(TermError):
        shortened(JULY_2021, end, given_on=date(2021, 7, 1), with_notice=False)


@given(DAYS, DAYS, st.none() | DAYS, st.booleans(), st.booleans())
def test_one_status_follows_from_dates_and_decisions(today, begin, end, early, proposed):
    status = status_of(Terms(begin, end), today, ended_early=early, has_proposal=proposed)
    if end is not None and end < today:
        assert status == "afgelopen"
    elif early:
        assert status == "opgezegd"
    else:
        assert status == ("toekomstig" if begin > today else "lopend")
    assert status_of(None, today, ended_early=early, has_proposal=True) == "concept"
    assert status_of(None, today, ended_early=early, has_proposal=False) == "vervallen"
