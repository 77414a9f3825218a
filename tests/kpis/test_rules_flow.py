from datetime import date
from fractions import Fraction

import pytest

from kpis.rules.flow import Scope, flow, transitions
from kpis.rules.outcomes import dropout, outcomes
from kpis.rules.trajectories import CareStart, courses, known_of
from tests.kpis.cast import OTHER_PROVIDER, PEILDATUM, allocation, ledger, line, stop, window

REGION = Scope("regio", "")
MARCH = window("2025-03", "2025-03")
HOME = {"code": "44A09", "category": "44"}  # care form verblijf; the others are ambulant


def care(number, begin, end, **changes):
    return allocation(number, begin=date.fromisoformat(begin), end=end and date.fromisoformat(end), **changes)


def known(*allocations, starts=(), peildatum=PEILDATUM, lines=(), **facts):
    return known_of(ledger(lines, allocations=allocations, **facts), starts, peildatum)


def cells(facts, asked, form="", scope=REGION):
    return [
        (cell.begin, cell.entered, cell.left, cell.end)
        for cell in flow(facts, asked)
        if (cell.scope, cell.care_form) == (scope, form)
    ]


def one_cell(facts, asked, form=""):
    [found] = [cell for cell in flow(facts, asked) if (cell.scope, cell.care_form) == (REGION, form)]
    return found


def test_begin_in_uit_eind():
    facts = known(
        care("1", "2025-01-01", "2025-03-31", client="a"),
        care("2", "2025-03-10", "2025-06-30", client="b"),
        care("3", "2025-03-01", "2025-03-20", client="c"),
        care("4", "2025-01-01", "2025-12-31", client="d"),
    )
    assert cells(facts, window("2025-02", "2025-04")) == [(2, 0, 0, 2), (2, 2, 2, 2), (2, 0, 0, 2)]


def test_moving_on_within_28_days_is_no_leaving_of_care():
    facts = known(
        care("1", "2025-01-01", "2025-03-05"),
        care("2", "2025-04-02", "2025-06-30", agb=OTHER_PROVIDER, **HOME),
    )
    asked = window("2025-03", "2025-04")
    assert cells(facts, asked) == [(1, 0, 0, 1), (1, 0, 0, 1)]
    assert cells(facts, asked, "ambulant") == [(1, 0, 1, 0)]
    assert cells(facts, asked, "verblijf") == [(0, 1, 0, 1)]
    assert one_cell(facts, MARCH, "ambulant").onward == 1
    assert one_cell(facts, window("2025-04", "2025-04"), "verblijf").from_care == 1
    assert transitions(facts, MARCH)[REGION, "ambulant", "verblijf"] == 1


def test_after_29_days_it_is_leaving_and_coming_back():
    facts = known(care("1", "2025-01-01", "2025-03-05"), care("2", "2025-04-03", "2025-06-30", **HOME))
    assert cells(facts, window("2025-03", "2025-04")) == [(1, 0, 1, 0), (0, 1, 0, 1)]
    assert one_cell(facts, window("2025-04", "2025-04")).repeated == 1
    assert transitions(facts, MARCH)[REGION, "ambulant", "uit"] == 1


@pytest.mark.parametrize(("begin", "repeated"), [("2026-03-05", 1), ("2026-03-06", 0)])
def test_back_within_365_days_is_repeated(begin, repeated):
    facts = known(
        care("1", "2025-01-01", "2025-03-05"), care("2", begin, None, **HOME), peildatum=date(2026, 4, 30)
    )
    assert one_cell(facts, window("2026-03", "2026-03")).repeated == repeated


def test_away_and_back_within_one_calendar_month_is_no_leaving():
    facts = known(care("1", "2025-01-01", "2025-03-01"), care("2", "2025-03-31", "2025-06-30", **HOME))
    assert cells(facts, MARCH) == [(1, 0, 0, 1)]


def test_other_care_that_goes_on_is_staying():
    facts = known(care("1", "2025-01-01", "2025-03-05"), care("2", "2025-02-01", "2025-06-30", **HOME))
    cell = one_cell(facts, MARCH, "ambulant")
    assert (cell.left, cell.onward, cell.stayed) == (1, 0, 1)
    assert transitions(facts, MARCH)[REGION, "ambulant", "blijft"] == 1


@pytest.mark.parametrize(
    ("peildatum", "end", "is_imputed"),
    [(date(2025, 10, 9), None, False), (date(2025, 10, 10), date(2025, 3, 31), True)],
)
def test_without_news_for_half_a_year_an_open_trajectory_is_closed(peildatum, end, is_imputed):
    # the line of March was received on 10 April
    facts = known(care("1001", "2025-01-01", None), lines=[line("2025-03", 100)], peildatum=peildatum)
    [course] = courses(facts)
    assert (course.end, course.is_imputed, course.is_silent) == (end, is_imputed, False)


def test_without_news_and_never_declared_it_stays_open_and_is_silent():
    [course] = courses(known(care("1001", "2025-01-01", None)))
    assert (course.end, course.is_imputed, course.is_silent) == (None, False, True)


def test_an_open_allocation_ends_on_its_stop_but_an_interruption_is_none():
    stops = [stop(date(2025, 4, 30), "20"), stop(date(2025, 3, 15), "32")]
    [course] = courses(known(care("1001", "2025-01-01", None), stops=stops))
    assert (course.end, course.reason) == (date(2025, 3, 15), "32")


def outcome_of(facts, asked=MARCH):
    return next(one for one in outcomes(facts, asked) if (one.scope, one.care_form) == (REGION, ""))


def test_duration_counts_both_ends_and_leaves_what_was_imputed_apart():
    facts = known(
        care("1", "2025-03-01", "2025-03-10", client="a"),
        care("2", "2024-03-01", "2025-03-20", client="b"),
        care("1001", "2025-01-01", None, client="c"),
        lines=[line("2025-03", 100, client="c")],
    )
    found = outcome_of(facts)
    assert (found.ended, found.days, found.median, found.long, found.imputed) == (
        2,
        395,
        Fraction(395, 2),
        1,
        1,
    )


def test_dropout_is_shown_only_where_enough_reasons_are_known():
    five = [care(str(at), "2025-01-01", "2025-03-31", client=f"kind-{at}") for at in range(5)]
    reasons = ["32", "31", "36", "31"]
    stops = [stop(date(2025, 3, 31), reason, allocation=str(at)) for at, reason in enumerate(reasons)]
    assert dropout(outcome_of(known(*five, stops=stops))) == Fraction(1, 3)
    assert dropout(outcome_of(known(*five, stops=stops[:3]))) is None


def start(allocation_number, begin):
    return CareStart("0363", allocation_number, begin, date(2025, 1, 1), 1)


def test_waiting_counts_from_the_first_issue_and_who_still_waits_counts_as_at_least():
    issued = {"issued_on": date(2025, 3, 1)}
    facts = known(
        care("1", "2025-03-05", None, client="a", **issued),
        care("2", "2025-03-05", None, client="b", **issued),
        care("3", "2025-03-05", None, client="c", **issued),
        care("4", "2025-03-05", "2025-03-20", client="d", **issued),
        starts=[start("1", date(2025, 3, 11)), start("2", date(2025, 2, 1))],
    )
    waits = outcome_of(facts).waits
    # 0, 10 and at least 305 days; the fourth ended without a start
    assert (waits.n, waits.waiting, waits.unknown, waits.median, waits.median_is_least) == (
        3,
        1,
        1,
        10,
        False,
    )
    assert (waits.p90, waits.p90_is_least, waits.over, waits.judged) == (246, True, 1, 3)


def test_a_provider_is_left_by_who_moves_on_to_another():
    facts = known(care("1", "2025-01-01", "2025-03-05"), care("2", "2025-03-10", None, agb=OTHER_PROVIDER))
    found = [cell for cell in flow(facts, MARCH) if cell.scope == Scope("aanbieder", "01234567")]
    assert [(cell.care_form, cell.left, cell.onward) for cell in found] == [("", 1, 1), ("ambulant", 1, 1)]
    assert cells(facts, MARCH) == [(1, 0, 0, 1)]


def test_what_was_received_after_the_peildatum_does_not_count():
    later = care("2", "2025-03-10", None, client="b", received_on=date(2026, 1, 1))
    assert cells(known(care("1", "2025-01-01", None), later), MARCH) == [(1, 0, 0, 1)]
