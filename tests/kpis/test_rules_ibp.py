from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpis.rules.ibp import (
    by_cell,
    by_provider,
    by_setter,
    elapsed,
    ibp_statuses,
    month_passing,
    month_reaching,
    overrun_rates,
)
from tests.kpis.cast import OTHER_PROVIDER, PROVIDER, YEAR, allocation, credit, ibp, line, month, snapshot

AUTUMN = date(2025, 9, 30)  # 2025-06 is the newest mature month
HUNDRED = Fraction(1)
CEILING = ibp()


def status(lines=(), versions=(CEILING,), peildatum=AUTUMN, **facts):
    [found] = ibp_statuses(snapshot(lines, peildatum, ibps=versions, **facts))
    return found


@pytest.mark.parametrize(
    ("used", "light", "overrun"),
    [
        (0, "groen", 0),
        (79_999, "groen", 0),
        (80_000, "oranje", 0),
        (100_000, "oranje", 0),
        (100_001, "rood", 1),
    ],
)
def test_the_bands_and_exactly_one_hundred_percent_is_no_overrun(used, light, overrun):
    found = status([line("2025-01", used)])

    assert (found.used, found.utilisation, found.status, found.overrun) == (
        used,
        Fraction(used, 100_000),
        light,
        overrun,
    )


@pytest.mark.parametrize("amount", [0, None])
def test_an_amount_of_zero_or_absent_is_not_measurable(amount):
    found = status([line("2025-01", 500)], [ibp(amount=amount)])

    assert (found.original, found.current, found.used, found.status) == (amount, amount, 500, "nvt")
    assert (found.utilisation, found.utilisation_original) == (None, None)
    assert (found.overrun, found.overrun_original) == (None, None)
    assert (found.month_80, found.month_100, found.exhaustion) == (None, None, None)


def test_a_raise_leaves_the_overrun_of_the_original_amount():
    found = status([line("2025-01", 120_000)], [ibp(), ibp(2, 200_000)])

    assert (found.original, found.current, found.status) == (100_000, 200_000, "groen")
    assert (found.utilisation, found.utilisation_original) == (Fraction(3, 5), Fraction(6, 5))
    assert (found.overrun, found.overrun_original) == (0, 20_000)


def test_an_original_without_amount_can_be_raised():
    found = status([line("2025-01", 50_000)], [ibp(amount=None), ibp(2)])

    assert (found.utilisation, found.utilisation_original) == (Fraction(1, 2), None)
    assert (found.overrun, found.overrun_original) == (0, None)


def test_a_version_received_after_the_peildatum_does_not_count():
    found = status([line("2025-01", 120_000)], [ibp(), ibp(2, 200_000, received_on=date(2025, 10, 1))])

    assert (found.current, found.status) == (100_000, "rood")


def test_only_lines_on_the_links_of_the_newest_version_count():
    lines = [
        line("2025-01", 10),
        line("2025-01", 20, allocation="1002"),
        line("2025-01", 40, municipality="0518"),
    ]

    found = status(lines, [ibp(), ibp(2, allocations=("1002", "1002"))])

    assert found.used == 20


def test_use_begins_in_the_month_in_which_version_one_starts():
    lines = [line("2025-02", 1), line("2025-03", 10), line("2025-04", 100)]

    found = status(lines, [ibp(begin=date(2025, 3, 31)), ibp(2, begin=date(2025, 4, 15))])

    assert found.used == 110


def test_use_goes_on_after_the_end():
    assert status([line("2025-06", 10)], [ibp(end=date(2025, 3, 31))]).used == 10


def test_months_of_crossing():
    found = status([line("2025-02", 79_999), line("2025-03", 1), line("2025-05", 20_000), line("2025-06", 1)])

    assert (found.month_80, found.month_100) == (month("2025-03"), month("2025-06"))


def test_a_credit_counts_in_the_month_of_its_debit():
    late = {"declared_on": date(2025, 8, 10)}
    lines = [line("2025-02", 90_000), credit("2025-02", 90_000, **late), line("2025-02", 50_000, **late)]

    found = status([*lines, line("2025-04", 30_000)])

    assert (found.used, found.month_80) == (80_000, month("2025-04"))


def test_a_raise_moves_the_months_of_crossing():
    lines = [line("2025-02", 80_000), line("2025-03", 30_000), line("2025-04", 50_000)]

    assert (status(lines).month_80, status(lines).month_100) == (month("2025-02"), month("2025-03"))

    raised = status(lines, [ibp(), ibp(2, 200_000)])
    assert (raised.month_80, raised.month_100) == (month("2025-04"), None)


def test_exhaustion_by_hand():
    # burn 45,500 / 91 days = 500 a day over April to June; 64,500 left on 30 June is 129 days
    lines = [line("2025-04", 20_000), line("2025-05", 10_000), line("2025-06", 15_500)]

    assert status(lines, [ibp(amount=110_000)]).exhaustion == date(2025, 11, 6)


def test_exhaustion_rounds_days_down():
    # burn 91,000 / 91 = 1,000 a day; 999 left is 0 days, 1,000 left is 1 day
    assert status([line("2025-05", 91_000)], [ibp(amount=91_999)]).exhaustion == date(2025, 6, 30)
    assert status([line("2025-05", 91_000)], [ibp(amount=92_000)]).exhaustion == date(2025, 7, 1)


def test_exhaustion_looks_at_what_was_used_up_to_the_last_mature_month():
    lines = [line("2025-05", 91_000), line("2025-07", 5_000)]

    assert status(lines, [ibp(amount=101_000)]).exhaustion == date(2025, 7, 10)


def test_exhaustion_after_the_end_of_validity():
    lines = [line("2025-05", 91_000)]
    # 31 December is day 184 after 30 June

    assert status(lines, [ibp(amount=275_000)]).exhaustion == date(2025, 12, 31)
    assert status(lines, [ibp(amount=276_000)]).exhaustion == "binnen looptijd"


def test_exhaustion_without_an_end_has_a_day():
    found = status([line("2025-05", 91_000)], [ibp(amount=276_000, end=None)])

    assert found.exhaustion == date(2026, 1, 1)


def test_exhaustion_beyond_the_calendar_is_empty():
    assert status([line("2025-05", 1)], [ibp(amount=99_999_999, end=None)]).exhaustion is None


@pytest.mark.parametrize(
    ("lines", "version"),
    [
        ([line("2025-03", 50_000)], ibp()),  # no burn in the last three mature months
        ([line("2025-05", 100), credit("2025-05", 100)], ibp()),
        ([line("2025-05", 100_001)], ibp()),  # used up already
        ([line("2025-05", 500)], ibp(end=date(2025, 9, 29))),  # ended before the peildatum
    ],
)
def test_exhaustion_is_empty(lines, version):
    assert status(lines, [version]).exhaustion is None


def test_exhaustion_on_the_last_day_of_validity_is_still_given():
    assert status([line("2025-05", 500)], [ibp(end=AUTUMN)]).exhaustion == "binnen looptijd"


def test_exactly_used_up_has_a_day():
    assert status([line("2025-05", 100_000)]).exhaustion == date(2025, 6, 30)


def test_statuses_are_sorted_by_ibp():
    known = snapshot(ibps=[ibp(ibp="B"), ibp(ibp="A", municipality="0518"), ibp(ibp="A")])

    assert [found.key for found in ibp_statuses(known)] == [("A", "0363"), ("A", "0518"), ("B", "0363")]


@pytest.mark.parametrize(
    ("peildatum", "expected"),
    [
        (date(2025, 1, 1), Fraction(1, 365)),
        (date(2025, 12, 31), 1),
        (date(2026, 6, 1), 1),
        (date(2024, 12, 1), 0),
    ],
)
def test_elapsed_share_of_validity(peildatum, expected):
    assert elapsed(ibp(), date(2025, 1, 1), peildatum) == expected


def test_elapsed_without_an_end_is_unknown():
    assert elapsed(ibp(end=None), date(2025, 1, 1), AUTUMN) is None


def ended():
    return snapshot(
        [
            line("2025-01", 150_000),
            line("2025-01", 50_000, allocation="1002", agb=OTHER_PROVIDER),
            line("2025-01", 999_999, allocation="1003"),
        ],
        allocations=[allocation(), allocation("1002", agb=OTHER_PROVIDER), allocation("1003")],
        ibps=[
            ibp(end=date(2025, 6, 30)),
            ibp(2, 200_000, end=date(2025, 8, 31), set_by="huisarts"),
            ibp(ibp="IBP-2", allocations=("1001", "1002"), end=date(2025, 9, 30)),
            ibp(ibp="IBP-3", allocations=("1002",), end=date(2025, 9, 30), system_class="C"),
            ibp(ibp="IBP-4", allocations=("1003",), end=date(2025, 10, 1)),
            ibp(ibp="IBP-5", allocations=("1003",), end=date(2025, 9, 30), amount=0),
        ],
    )


def test_overrun_rate_of_the_ibps_that_ended_in_the_window():
    known = ended()
    found = overrun_rates(known, YEAR, by_provider(known))

    assert {
        group: (rate.ended, rate.over, rate.overrun, rate.median, rate.rate) for group, rate in found.items()
    } == {
        PROVIDER: (2, 2, 150_000, Fraction(7, 4), 1),
        OTHER_PROVIDER: (2, 1, 100_000, Fraction(5, 4), Fraction(1, 2)),
    }


def test_overrun_rate_by_cell_and_by_setter():
    cells = overrun_rates(ended(), YEAR, by_cell)
    setters = overrun_rates(ended(), YEAR, by_setter)

    assert {group: (rate.ended, rate.over) for group, rate in cells.items()} == {"2xB": (2, 2), "2xC": (1, 0)}
    assert {group: (rate.ended, rate.over) for group, rate in setters.items()} == {
        "gemeente": (2, 1),
        "huisarts": (1, 1),
    }


per_month = st.dictionaries(st.dates(date(2025, 1, 1), date(2025, 12, 1)), st.integers(-500, 1_000)).map(
    lambda sums: dict(sorted(sums.items()))
)


@given(per_month, st.integers(1, 5_000))
def test_the_whole_is_never_passed_before_the_part_is_reached(sums, amount):
    part, whole = month_reaching(sums, amount, Fraction(4, 5)), month_passing(sums, amount, HUNDRED)

    if whole is not None:
        assert part is not None
        assert part <= whole
