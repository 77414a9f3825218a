"""Properties of the judgement that hold for every delivery."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.books import Books
from contracts.rules.judgement import judge, load
from contracts.rules.periods import add_months, last_of_month
from tests.contracts.rules_cast import allocation, credit_of, line, reference

RECEIVED = date(2027, 1, 31)


def month_line(n, volume, **changes):
    begin = add_months(date(2025, 1, 1), n)
    row = {"row": n + 1, "reference": f"R{n}", "received_on": RECEIVED, "declared_on": RECEIVED}
    return line(begin=begin, end=last_of_month(begin), volume=volume, **(row | changes))


def greedy(volumes, limit):
    """Which volumes fit when each that fits is taken, in order."""
    taken = 0
    for volume in volumes:
        fits = taken + volume <= limit
        taken += volume if fits else 0
        yield fits


@given(st.lists(st.integers(0, 30), max_size=24), st.integers(0, 120))
def test_volumes_are_taken_greedily_in_row_order(volumes, limit):
    facts = reference([allocation(end=date(2026, 12, 31), frequency="6", volume=limit)])
    rows = [month_line(n, volume) for n, volume in enumerate(volumes)]
    outcomes = judge(Books(), reversed_rows(rows), facts, RECEIVED)
    assert [outcome.accepted for outcome in outcomes] == list(greedy(volumes, limit))
    assert {code for outcome in outcomes for code in outcome.codes} <= {"9322"}


@given(st.lists(st.integers(0, 30), max_size=24), st.integers(0, 24), st.integers(0, 120))
def test_one_delivery_or_two_makes_no_difference_to_the_sums(volumes, cut, limit):
    facts = reference([allocation(end=date(2026, 12, 31), frequency="6", volume=limit)])
    rows = [month_line(n, v, declaration=f"D{n >= cut:d}") for n, v in enumerate(volumes)]
    together, apart = Books(), Books()
    load(together, rows, facts, RECEIVED)
    load(apart, rows[:cut], facts, RECEIVED)
    load(apart, rows[cut:], facts, RECEIVED)
    assert apart.outcomes == together.outcomes


@given(st.lists(st.tuples(st.integers(0, 11), st.booleans(), st.integers(0, 12)), max_size=40))
def test_what_is_accepted_never_exceeds_the_allocation_or_stands_twice(steps):
    """Debits and credits of a year, in deliveries of three rows."""
    facts = reference([allocation(end=date(2025, 12, 31), frequency="6", volume=40)])
    books = Books()
    for start in range(0, len(steps), 3):
        load(books, delivery(books, steps[start : start + 3], start), facts, RECEIVED)
        assert 0 <= sum(row.volume * sign(row) for row in books.accepted()) <= 40
        assert books.volume_on(line(), RECEIVED) <= 40 * 60
        for month in range(12):
            of_month = [r for r in books.accepted() if r.begin.month == month + 1]
            assert sum(map(sign, of_month)) in (0, 1)


def delivery(books, steps, start):
    rows = []
    for n, (month, wants_credit, volume) in enumerate(steps):
        names = {"reference": f"S{start}-{n}", "declaration": f"N{start}", "row": n + 1}
        standing = books.standing_debit(month_line(month, 0))
        if wants_credit and standing and standing.amount:
            rows.append(credit_of(standing, **names))
        else:
            rows.append(month_line(month, volume, **names))
    return rows


def sign(row):
    return -1 if row.debit_credit == "C" else 1


def reversed_rows(rows):
    """The order in which rows are handed over does not matter; their row numbers do."""
    return list(reversed(rows))
