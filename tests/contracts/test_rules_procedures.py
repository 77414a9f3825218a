"""Where a procedure stands follows from dates and decisions; what is open follows from that."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.rules.admission import (
    Finding,
    Judged,
    Use,
    barred_until,
    finding,
    is_insufficient_use,
    may_apply,
    outcome,
    reassess_on,
    why_kept,
)
from contracts.rules.procedures import (
    Facts,
    State,
    Step,
    state_on,
    why_not,
)
from inkoop.base.workdays import term_end

SPRING = (date(2026, 3, 1), date(2026, 3, 31))
AUTUMN = (date(2026, 9, 1), date(2026, 9, 30))
OPEN_HOUSE = Facts("open_house", (SPRING, AUTUMN), published_on=date(2026, 2, 1))
TENDER = Facts(
    "aanbesteding",
    (SPRING,),
    published_on=date(2026, 2, 1),
    provisional_on=date(2026, 5, 1),
    standstill_until=date(2026, 5, 21),
)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 1, 31), State.DRAFT),
        (date(2026, 2, 1), State.PUBLISHED),
        (date(2026, 3, 1), State.OPEN),
        (date(2026, 3, 31), State.OPEN),
        (date(2026, 4, 1), State.BETWEEN),
        (date(2026, 9, 30), State.OPEN),
        (date(2026, 10, 1), State.ASSESSING),
    ],
)
def test_state_of_an_open_house(day, state):
    assert state_on(OPEN_HOUSE, day) == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2026, 4, 30), State.ASSESSING),
        (date(2026, 5, 1), State.STANDSTILL),
        (date(2026, 5, 21), State.STANDSTILL),
        (date(2026, 5, 22), State.AWARDABLE),
    ],
)
def test_state_of_an_aanbesteding(day, state):
    assert state_on(TENDER, day) == state


LIMIT = Decimal("8.5")


def test_an_objection_stops_the_award_until_it_is_settled():
    facts = Facts(
        **{name: getattr(TENDER, name) for name in TENDER.__slots__} | {"objected_on": date(2026, 5, 10)}
    )
    assert state_on(facts, date(2026, 6, 1)) == State.OBJECTED
    assert why_not(Step.AWARD, facts, date(2026, 6, 1)) == (
        "De procedure staat op “bezwaar loopt”. Definitief gunnen kan na de opschortende termijn, "
        "als er geen bezwaar loopt."
    )
    settled = Facts(
        **{name: getattr(facts, name) for name in facts.__slots__} | {"settled_on": date(2026, 6, 2)}
    )
    assert state_on(settled, date(2026, 6, 2)) == State.AWARDABLE


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        (date(2026, 1, 31), {Step.PUBLISH}),
        (date(2026, 3, 2), {Step.WITHDRAW}),
        (date(2026, 5, 2), {Step.OBJECTION, Step.WITHDRAW}),
        (date(2026, 5, 22), {Step.OBJECTION, Step.AWARD, Step.WITHDRAW}),
    ],
)
def test_steps_that_are_open(day, steps):
    assert {step for step in Step if not why_not(step, TENDER, day)} == steps


def test_an_open_house_is_not_awarded():
    assert (
        why_not(Step.PROVISIONAL, OPEN_HOUSE, date(2026, 10, 1))
        == "Deze stap hoort niet bij deze inkoopvorm."
    )


@pytest.mark.parametrize(
    ("sent_on", "until"),
    [
        (date(2026, 5, 1), date(2026, 5, 21)),  # a Thursday
        (date(2026, 11, 22), date(2026, 12, 14)),  # day 20 is a Saturday
        (date(2026, 3, 14), date(2026, 4, 7)),  # Good Friday, the weekend and Easter Monday
        (date(2026, 12, 5), date(2026, 12, 28)),  # both Christmas days, of which one a Saturday
    ],
)
def test_standstill_ends_on_a_working_day(sent_on, until):
    assert term_end(sent_on, 20) == until


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (Judged(1), Finding.OPEN),
        (Judged(1, (True,)), Finding.OPEN),
        (Judged(1, (True, True)), Finding.MET),
        (Judged(1, (False, False)), Finding.NOT_MET),
        (Judged(1, (True, False)), Finding.DIFFER),
        (Judged(1, (True, False), verdict=True), Finding.MET),
        (Judged(1, (False, True), verdict=False), Finding.NOT_MET),
    ],
)
def test_two_judgements_make_a_finding(judged, expected):
    assert finding(judged) == expected


def test_one_requirement_that_is_not_met_refuses_the_whole():
    met, not_met, differ = Judged(1, (True, True)), Judged(2, (False, False)), Judged(3, (True, False))
    assert outcome([met, met]) == Finding.MET
    assert outcome([met, not_met]) == Finding.NOT_MET
    assert outcome([not_met, differ]) == Finding.DIFFER
    assert outcome([not_met, differ, Judged(4)]) == Finding.OPEN


@pytest.mark.parametrize(
    ("clients", "begin", "end", "expected"),
    [
        (0, date(2025, 1, 1), None, True),
        (0, date(2024, 7, 1), date(2025, 12, 31), True),
        (1, date(2025, 1, 1), None, False),
        (0, date(2025, 1, 2), None, False),
        (0, date(2025, 1, 1), date(2025, 12, 30), False),
    ],
)
def test_insufficient_use_is_a_whole_calendar_year_without_clients(clients, begin, end, expected):
    assert is_insufficient_use(Use(clients, begin, end), 2025) is expected


def test_shortage_and_only_offer_keep_a_contract():
    use = Use(0, date(2025, 1, 1), None)
    assert why_kept(use, LIMIT) == ""
    alone = Use(0, date(2025, 1, 1), None, alone_for=("H300",))
    assert why_kept(alone, LIMIT) == "Niemand anders biedt H300."
    short = Use(0, date(2025, 1, 1), None, alone_for=("H300",), short_of=("H301", "H302"))
    assert why_kept(short, LIMIT) == "Er is een tekort aan H301, H302."


@pytest.mark.parametrize(
    ("grade", "told"),
    [
        (None, ""),
        (Decimal("8.499"), ""),
        (Decimal("8.5"), "Cliënten geven gemiddeld een 8,5; vanaf 8,5 blijft een contract."),
        (Decimal("9.128"), "Cliënten geven gemiddeld een 9,12; vanaf 8,5 blijft een contract."),
    ],
)
def test_satisfied_clients_keep_a_contract(grade, told):
    assert why_kept(Use(0, date(2024, 1, 1), None, grade=grade), LIMIT) == told


def test_after_dissolution_the_provider_waits_two_years():
    until = barred_until(date(2026, 2, 28), 24)
    assert until == date(2028, 2, 28)
    assert [may_apply(until, day) for day in (until, date(2028, 2, 29))] == [False, True]
    assert may_apply(None, date(2026, 3, 1))


def test_reassessment_counts_from_admission():
    assert reassess_on(date(2026, 8, 31), 18) == date(2028, 2, 29)
    assert reassess_on(date(2026, 8, 31), None) is None
