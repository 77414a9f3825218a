"""DG10, DG11, DG13 and DG14: weight, duration, after the end, and declared twice."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rules.afterstop import dg13_after_stop
from kpis.rules.casemix import dg10_case_mix
from kpis.rules.duration import dg11_duration, running_ages, trajectories
from kpis.rules.softdouble import dg14_soft_double
from tests.kpis.cast import OTHER_PROVIDER, PROVIDER, YEAR, allocation, credit, line, snapshot, stop


def case_mix(*lines):
    known = snapshot(lines)
    return dg10_case_mix(known.lines, known.product_codes, YEAR)


def test_dg10_a_client_counts_once_in_the_heaviest_class_with_net_declared():
    index, shift = case_mix(
        line("2025-01", 10, client="a"),
        line("2025-02", 10, client="a", code="45A06"),
        line("2025-01", 10, client="b"),
        line("2025-01", 10, client="b", code="45A05"),
        credit("2025-01", 10, client="b", code="45A05"),
        line("2025-01", 10, client="c", code="44A09"),
        line("2025-01", 10, client="d", code="99X99"),
    )

    assert (index.indicator, index.numerator, index.denominator, index.value) == ("DG10", 4, 2, 2)
    assert (shift.indicator, shift.value) == ("DG10V", None)


def test_dg10v_is_the_shift_since_the_previous_equal_window():
    _, shift = case_mix(line("2024-09", 10), line("2024-04", 10), line("2025-01", 10, code="45A05"))

    assert (shift.numerator, shift.denominator, shift.value) == (None, None, 1)


def ended(*allocations, asked=YEAR, peildatum=date(2025, 12, 31)):
    return dg11_duration(snapshot(peildatum=peildatum, allocations=allocations), PROVIDER, asked)


def test_dg11_by_hand():
    found = ended(
        allocation("1", client="a", begin=date(2025, 1, 1), end=date(2025, 1, 10)),
        allocation("2", client="b", begin=date(2025, 1, 1), end=date(2025, 1, 20)),
        allocation("3", client="c", begin=date(2024, 1, 1), end=date(2025, 1, 1)),
        allocation("4", client="d", begin=date(2024, 1, 3), end=date(2025, 1, 1)),
    )

    assert [(f.indicator, f.numerator, f.denominator, f.value) for f in found] == [
        ("DG11", 10 + 20 + 367 + 365, 4, Fraction(762, 4)),
        ("DG11M", None, 4, Fraction(385, 2)),
        ("DG11S", 1, 4, Fraction(1, 4)),
    ]


def spans(*allocations):
    known = snapshot(allocations=allocations)
    return sorted((t.client, t.care_form, t.begin, t.end) for t in trajectories(known, PROVIDER))


@pytest.mark.parametrize(("begin", "count"), [(date(2024, 3, 2), 1), (date(2024, 3, 3), 2)])
def test_a_gap_of_thirty_days_merges(begin, count):
    found = spans(
        allocation("1", begin=date(2024, 1, 1), end=date(2024, 1, 31)),
        allocation("2", begin=begin, end=date(2024, 4, 1)),
    )

    assert len(found) == count


def test_an_allocation_inside_another_does_not_shorten_it():
    found = spans(
        allocation("1", begin=date(2024, 1, 1), end=date(2024, 12, 31)),
        allocation("2", begin=date(2024, 2, 1), end=date(2024, 2, 29)),
        allocation("3", begin=date(2024, 6, 1), end=date(2024, 6, 30)),
    )

    assert found == [("kind-a", "ambulant", date(2024, 1, 1), date(2024, 12, 31))]


def test_trajectories_are_per_client_and_care_form():
    found = spans(
        allocation("1"),
        allocation("2", client="kind-b"),
        allocation("3", code="44A09", category="44", end=None),
        allocation("4", code=None, category="45"),
        allocation("5", reason="13"),
    )

    assert [(client, form, end) for client, form, _, end in found] == [
        ("kind-a", "45", date(2025, 12, 31)),
        ("kind-a", "ambulant", date(2025, 12, 31)),
        ("kind-a", "verblijf", None),
        ("kind-b", "ambulant", date(2025, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("end", "count"),
    [
        (date(2024, 12, 31), 0),
        (date(2025, 1, 1), 1),
        (date(2025, 9, 30), 1),
        (date(2025, 10, 1), 0),
        (None, 0),
    ],
)
def test_dg11_takes_the_last_end_inside_the_window(end, count):
    assert ended(allocation(begin=date(2024, 6, 1), end=end))[0].denominator == count


def test_dg11_takes_no_end_after_the_peildatum():
    found = ended(allocation(end=date(2025, 9, 30)), peildatum=date(2025, 9, 29))

    assert [figure.status for figure in found] == ["nvt", "nvt", "nvt"]


def test_running_trajectories_have_an_age():
    known = snapshot(
        allocations=[
            allocation("1", begin=date(2025, 12, 31), end=None),
            allocation("2", client="b", begin=date(2025, 12, 1), end=date(2026, 1, 1)),
            allocation("3", client="c", end=date(2025, 12, 31)),
            allocation("4", client="d", begin=date(2026, 1, 1), end=None),
        ]
    )

    assert running_ages(known, PROVIDER) == [1, 31]


periods = st.tuples(st.integers(0, 300), st.integers(0, 60))


@settings(deadline=None)  # a snapshot takes its time on a busy machine
@given(st.lists(periods, min_size=1, max_size=8))
def test_merged_periods_are_the_days_in_care_with_short_gaps_filled(drawn):
    start = date(2024, 1, 1)
    made = [(start + timedelta(begin), start + timedelta(begin + length)) for begin, length in drawn]
    found = spans(*(allocation(str(n), begin=begin, end=end) for n, (begin, end) in enumerate(made)))

    in_care = {begin + timedelta(n) for begin, end in made for n in range((end - begin).days + 1)}
    covered = {begin + timedelta(n) for _, _, begin, end in found for n in range((end - begin).days + 1)}
    gaps = [(later[2] - earlier[3]).days - 1 for earlier, later in pairwise(found)]
    assert in_care <= covered
    assert all(gap > 30 for gap in gaps)
    assert {begin for _, _, begin, _ in found} | {end for *_, end in found} <= in_care


def after_stop(*lines, **facts):
    return dg13_after_stop(snapshot(lines, **facts), PROVIDER, YEAR).numerator


@pytest.mark.parametrize(("at", "found"), [("2025-03", 0), ("2025-04", 1), ("2025-10", 0)])
def test_dg13_counts_months_after_that_of_the_stop(at, found):
    assert after_stop(line(at, 10), stops=[stop(date(2025, 3, 1))]) == found


def test_dg13_counts_debits_once():
    lines = [line("2025-04", 10), credit("2025-04", 10)]
    adult = allocation(birth_month=date(2007, 1, 1))

    assert after_stop(*lines, allocations=[adult], stops=[stop(date(2025, 3, 1))]) == 1


def test_dg13_a_temporary_stop_is_no_end():
    assert after_stop(line("2025-04", 10), stops=[stop(date(2025, 3, 1), "20")]) == 0


def test_dg13_the_latest_stop_counts():
    corrected = [stop(date(2025, 6, 30), sequence=2), stop(date(2025, 3, 1))]

    assert after_stop(line("2025-04", 10), stops=corrected) == 0


@pytest.mark.parametrize(
    ("at", "code", "found"),
    [("2025-02", "45A04", 0), ("2025-03", "45A04", 1), ("2025-03", "45A06", 0)],
)
def test_dg13_after_the_eighteenth_birthday_without_extended_care(at, code, found):
    adult = allocation(birth_month=date(2007, 2, 1))

    assert after_stop(line(at, 10, code=code), allocations=[adult]) == found


def test_dg13_extended_care_is_not_exempt_from_the_stop():
    assert after_stop(line("2025-04", 10, code="45A06"), stops=[stop(date(2025, 3, 1))]) == 1


def doubles(*lines, **facts):
    found = dg14_soft_double(snapshot(lines, **facts), YEAR)
    return {agb: figure.numerator for agb, figure in found.items()}


def test_dg14_two_providers_in_one_client_month_and_category():
    other = line("2025-01", 10, agb=OTHER_PROVIDER, allocation="1002")

    assert doubles(line("2025-01", 10), other) == {PROVIDER: 1, OTHER_PROVIDER: 1}


def test_dg14_two_allocations_count_once_at_their_provider():
    lines = [
        line("2025-01", 10),
        line("2025-01", 10, allocation="1002"),
        line("2025-01", 10, allocation="1003"),
    ]

    assert doubles(*lines) == {PROVIDER: 1}


@pytest.mark.parametrize(
    "second",
    [
        line("2025-01", 10, code="45A05"),
        line("2025-02", 10, allocation="1002"),
        line("2025-01", 10, allocation="1002", client="kind-b"),
        line("2025-01", 10, allocation="1002", category="54"),
        line("2025-01", 0, allocation="1002"),
    ],
)
def test_dg14_another_code_month_client_category_or_nothing_declared_is_no_double(second):
    assert doubles(line("2025-01", 10), second) == {PROVIDER: 0}


NIGHTS = {"code": "44A09", "category": "44", "unit": "14"}


@pytest.mark.parametrize(("volume", "found"), [(31, 0), (32, 1)])
def test_dg14_more_nights_than_the_month_has_days(volume, found):
    assert doubles(line("2025-01", 10, volume=volume, **NIGHTS)) == {PROVIDER: found}


def test_dg14_nets_nights():
    lines = [line("2025-01", 20, volume=32, **NIGHTS), credit("2025-01", 10, volume=1, **NIGHTS)]

    assert doubles(*lines) == {PROVIDER: 0}
