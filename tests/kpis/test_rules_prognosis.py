from datetime import date
from fractions import Fraction

import pytest

from kpis.rules.prognosis import Band, band, experience, prognosis, within
from tests.kpis.cast import OTHER_PROVIDER, allocation, ledger, line, month, window

NEW_YEAR = date(2024, 12, 31)  # 2024-09 is the newest mature month; 2025 is to come
YEAR_2024 = {"begin": date(2024, 1, 1)}


def lines_of(year, amount, months=range(1, 13), **extra):
    return [line(f"{year}-{at:02d}", amount, **extra) for at in months]


def rows(made, peildatum, asked):
    return [
        (row.month, row.kind, row.declared, row.committed, row.inflow)
        for row in prognosis(made, peildatum, asked)
    ]


def test_a_month_that_is_mature_is_what_was_declared():
    made = ledger(lines_of(2024, 50_000), allocations=[allocation(**YEAR_2024)])
    assert rows(made, NEW_YEAR, window("2024-08", "2024-08")) == [(month("2024-08"), "rijp", 50_000, 0, 0)]


def test_a_month_that_has_passed_is_the_nowcast():
    """Half of each month is received in the month itself, the other half in the next."""
    lines = [
        line(f"2024-{at:02d}", 50, received_on=date(2024 + (at + late) // 13, (at + late - 1) % 12 + 1, 5))
        for at in range(1, 13)
        for late in (0, 1)
    ]
    asked = window("2024-12", "2024-12")
    assert rows(ledger(lines), NEW_YEAR, asked) == [(month("2024-12"), "geschat", 50, 50, 0)]


def test_a_month_to_come_is_value_times_utilisation_times_survival():
    """Allocated 75,500 a month, declared half of it; a year ago one of two allocations turned out to end early."""
    kept = allocation("1001", begin=date(2023, 1, 1), end=date(2025, 12, 31))
    foreseen = allocation("1002", client="b", begin=date(2023, 1, 1), end=date(2025, 12, 31))
    ended = allocation(
        "1002",
        client="b",
        begin=date(2023, 1, 1),
        end=date(2023, 12, 31),
        issued_on=date(2025, 1, 2),
        received_on=date(2024, 2, 1),
        sequence=2,
    )
    made = ledger(lines_of(2024, 37_750), allocations=[kept, foreseen, ended])
    past = experience(made, NEW_YEAR)
    assert (past.survival("45", 1), past.survival("54", 1)) == (Fraction(1, 2), 1)
    # a year ago 2 x 75,500 was allocated for each month; since then 37,750 was declared in each: a quarter of it
    assert rows(made, NEW_YEAR, window("2025-02", "2025-02")) == [
        (month("2025-02"), "toekomst", 0, 18_875, 0)
    ]


def test_without_anything_allocated_a_year_ago_it_is_value_times_utilisation():
    """Allocated 75,500 since January, declared half of it in nine mature months."""
    begun = allocation("1001", begin=date(2024, 1, 1), end=date(2025, 12, 31), received_on=date(2024, 1, 5))
    made = ledger(lines_of(2024, 37_750), allocations=[begun])
    assert rows(made, NEW_YEAR, window("2025-02", "2025-02"))[0][3] == 37_750


def test_inflow_is_new_allocations_times_their_cost_times_the_season():
    begun = [
        allocation(str(at), client=str(at), begin=date(2024, 1, 15), end=date(2024, 2, 20)) for at in range(6)
    ]
    lines = [line("2024-01", 1_000, allocation="0"), line("2024-02", 2_000, allocation="1", client="1")]
    made = ledger(lines, allocations=begun)
    past = experience(made, NEW_YEAR)
    assert past.rate("0363", "45") == Fraction(1, 2)
    assert [past.cost("45", age) for age in range(3)] == [Fraction(1_000, 6), Fraction(2_000, 6), 0]
    # of the nine months with declarations a third was declared in January: 3 times the average of a month
    assert (past.season("45", month("2025-01")), past.season("45", month("2025-03"))) == (3, 0)
    # January: half x 1,000 / 6 x 3; February: half x 3,000 / 6 x 6
    assert rows(made, NEW_YEAR, window("2025-01", "2025-03")) == [
        (month("2025-01"), "toekomst", 0, 0, 250),
        (month("2025-02"), "toekomst", 0, 0, 1_500),
    ]


def test_what_is_known_to_begin_later_is_not_inflow_too():
    begun = [
        allocation(str(at), client=str(at), begin=date(2024, 6, 15), end=date(2024, 7, 20))
        for at in range(18)
    ]
    later = allocation("later", client="later", begin=date(2025, 2, 1), end=date(2025, 12, 31))
    past = experience(ledger([line("2024-06", 1_000, allocation="0")], allocations=[*begun, later]), NEW_YEAR)
    months = [month(f"2025-{at:02d}") for at in (1, 2, 3)]
    assert [past.begun(("0363", "45"), at) for at in months] == [
        Fraction(3, 2),
        Fraction(1, 2),
        Fraction(3, 2),
    ]


def test_what_began_but_was_not_received_yet_is_inflow():
    """A year ago one of the two allocations that had begun in December was received in January."""
    begun = [
        allocation(
            str(at),
            client=str(at),
            begin=date(2023, 12, 4),
            received_on=date(2023 + at, 1 + 11 * (1 - at), 20),
        )
        for at in (0, 1)
    ]
    rate = [allocation(f"r{at}", client=f"r{at}", begin=date(2024, 5, 1)) for at in range(10)]
    past = experience(ledger([line("2024-01", 5, allocation="0")], allocations=[*begun, *rate]), NEW_YEAR)
    assert past.reported(month("2024-12")) == Fraction(1, 2)
    assert past.begun(("0363", "45"), month("2024-12")) == Fraction(1, 2)
    assert past.begun(("0363", "45"), month("2024-11")) == 0


def test_a_late_declarer_is_not_cheap_and_a_quick_one_not_expensive():
    """Both declare 100 a month: one in the month itself, the other two months later; each in its own municipality."""
    quick = [
        line(f"{year}-{at:02d}", 100, received_on=date(year, at, 28))
        for year in (2022, 2023, 2024)
        for at in range(1, 13)
    ]
    late = [
        line(
            f"{year}-{at:02d}",
            100,
            agb=OTHER_PROVIDER,
            municipality="0518",
            client="b",
            allocation="2001",
            received_on=date(year + (at + 1) // 12, (at + 1) % 12 + 1, 28),
        )
        for year in (2022, 2023, 2024)
        for at in range(1, 13)
    ]
    long = {"begin": date(2022, 1, 1), "end": date(2025, 12, 31)}
    other = allocation("2001", municipality="0518", client="b", agb=OTHER_PROVIDER, **long)
    made = ledger([*quick, *late], allocations=[allocation(**long), other])
    told = prognosis(made, NEW_YEAR, window("2024-12", "2024-12"))
    # quick: 24 months of its own against 6 of the category, in which half comes later: 4 / 5 x 1 + 1 / 5 x 2
    assert [(row.municipality, row.declared, row.expected) for row in told] == [
        ("0363", 100, 120),
        ("0518", 0, 100),
    ]


def test_what_was_received_later_does_not_count():
    late = line("2024-08", 7, received_on=date(2025, 1, 1))
    assert rows(ledger([line("2024-08", 5), late]), NEW_YEAR, window("2024-08", "2024-08"))[0][2] == 5


def test_the_band_of_earlier_errors():
    pairs = [(110, 100), (90, 100), (120, 100), (5, 0)]
    assert band(pairs) == Band(Fraction(-3, 50), Fraction(1, 10), Fraction(9, 50), Fraction(2, 15))
    assert band([(5, 0)]) == Band(None, None, None, None)


@pytest.mark.parametrize(("error", "amount"), [(Fraction(1, 4), 800), (Fraction(-1, 2), 2_000), (-1, 1_000)])
def test_what_is_to_be_expected_if_the_error_comes_again(error, amount):
    assert within(1_000, Fraction(error)) == amount


def test_what_came_in_after_the_month_end_is_not_scaled_up_again():
    """Half of each month is received in the month itself, the other half in the next; of June both halves are in."""
    lines = [
        line(f"2024-{at:02d}", 50, received_on=date(2024, at + late, 5))
        for at in range(1, 7)
        for late in (0, 1)
    ]
    told = prognosis(ledger(lines), date(2024, 7, 20), window("2024-06", "2024-06"))
    assert [(row.declared, row.committed) for row in told] == [(100, 0)]
