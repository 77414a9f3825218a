from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpis.rules.completeness import completeness, factor, provider_factors, triangle
from tests.kpis.cast import line, month, snapshot

JUNE_END = date(2025, 6, 30)


def received(at, amount, day, **changes):
    return line(at, amount, received_on=date.fromisoformat(day), **changes)


def complete(lines, peildatum=JUNE_END):
    return completeness(snapshot(lines, peildatum))


# January: 100 at age 0, 150 at age 1, 200 at age 2. February: 60, then 90 at age 1.
GROWING = [
    received("2025-01", 100, "2025-01-31"),
    received("2025-01", 50, "2025-02-01"),
    received("2025-01", 50, "2025-03-31"),
    received("2025-02", 60, "2025-02-10"),
    received("2025-02", 30, "2025-03-10"),
]


def test_factors_by_hand():
    found = complete(GROWING, date(2025, 3, 31)).factors["45"]

    assert found == (Fraction(240, 160), Fraction(200, 150), *[1] * 10)


def test_completeness_is_one_divided_by_the_later_factors():
    found = complete(GROWING, date(2025, 3, 31))

    assert [found.of("45", month(at)) for at in ("2025-03", "2025-02", "2025-01", "2024-12")] == [
        Fraction(1, 2),
        Fraction(3, 4),
        1,
        1,
    ]


def test_the_peildatum_is_taken_back_to_the_last_month_end():
    found = complete(GROWING, date(2025, 4, 29))

    assert found.cutoff == date(2025, 3, 31)
    assert found.of("45", month("2025-03")) == Fraction(1, 2)


def test_a_month_that_has_not_ended_at_the_cutoff_is_not_known():
    assert complete(GROWING, date(2025, 4, 29)).of("45", month("2025-04")) is None


def test_what_was_received_after_the_cutoff_does_not_count():
    late = received("2025-01", 999, "2025-04-01")

    assert (
        complete([*GROWING, late], date(2025, 4, 29)).factors == complete(GROWING, date(2025, 4, 29)).factors
    )


def test_a_category_without_lines_is_complete():
    assert complete(GROWING).of("54", month("2025-06")) == 1


def test_a_denominator_of_zero_gives_one():
    assert complete([received("2025-01", 5, "2025-03-01")], date(2025, 3, 31)).factors["45"][0] == 1


def test_factors_that_leave_nothing_make_completeness_unknown():
    lines = [received("2025-01", 5, "2025-01-31"), received("2025-01", 5, "2025-02-28", debit_credit="C")]

    assert complete(lines, date(2025, 3, 31)).of("45", month("2025-03")) is None


def test_after_twelve_months_a_service_month_is_complete():
    lines = [received("2024-01", 100, "2024-01-31"), received("2024-01", 100, "2025-02-01")]

    assert set(complete(lines).factors["45"]) == {1}


def test_the_twelfth_factor_reaches_age_twelve():
    lines = [received("2024-01", 100, "2024-01-31"), received("2024-01", 100, "2025-01-31")]

    assert complete(lines).factors["45"][11] == 2


@pytest.mark.parametrize(("at", "expected"), [("2023-06", 2), ("2023-05", 1)])
def test_only_the_last_twenty_four_service_months_with_both_known(at, expected):
    year, number = int(at[:4]), int(at[5:])
    lines = [received(at, 1, f"{at}-20"), received(at, 1, f"{year}-{number + 1:02d}-20")]

    assert complete(lines).factors["45"][0] == expected


def test_received_before_the_service_month_counts_at_age_zero():
    assert dict(triangle(snapshot([received("2025-03", 5, "2025-02-01")]).lines, JUNE_END)) == {
        month("2025-03"): {0: 5}
    }


def test_a_provider_weighs_its_own_factor_by_its_months():
    cells = triangle(snapshot(GROWING).lines, date(2025, 3, 31))

    found = provider_factors(cells, (Fraction(3), Fraction(3), Fraction(3)), date(2025, 3, 31))

    # two months at age 0: w = 2/8; one month at age 1: w = 1/7; none at age 2: w = 0
    assert found == (
        Fraction(1, 4) * Fraction(3, 2) + Fraction(3, 4) * 3,
        Fraction(1, 7) * Fraction(4, 3) + Fraction(6, 7) * 3,
        Fraction(3),
    )


@settings(deadline=None)  # a snapshot takes its time on a busy machine
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 5), st.integers(1, 1_000)), max_size=20))
def test_debits_alone_never_make_a_month_more_than_complete(entries):
    lines = [received(f"2025-{at:02d}", cents, f"2025-{at + age:02d}-15") for at, age, cents in entries]
    found = complete(lines, date(2025, 12, 31))

    shares = [found.of("45", month(f"2025-{number:02d}")) for number in range(12, 0, -1)]

    assert all(0 < share <= 1 for share in shares)
    assert shares == sorted(shares)


def test_a_factor_without_cells_is_one():
    assert factor({}, JUNE_END, 0) == 1
