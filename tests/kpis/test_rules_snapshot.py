from datetime import date, time

from tests.kpis.cast import (
    LONG_AGO,
    PEILDATUM,
    PROVIDER,
    allocation,
    ibp,
    line,
    provider,
    snapshot,
    submitted,
)

AFTER = date(2026, 1, 1)


def test_only_what_was_received_on_or_before_the_peildatum_is_known():
    known = snapshot(
        [line("2025-01", 100), line("2025-02", 200, received_on=AFTER)],
        allocations=[allocation(), allocation("1002", received_on=AFTER)],
        ibps=[ibp(), ibp(2, received_on=AFTER)],
        providers=[provider(), provider("01234569", received_on=AFTER)],
    )

    assert [entry.line.amount for entry in known.lines] == [100]
    assert [row.declared_on for row in known.submitted] == [date(2025, 2, 10)]
    assert list(known.allocations) == [("0363", "1001")]
    assert [version.version for version in known.ibps["0363", "IBP-1"]] == [1]
    assert list(known.providers) == [PROVIDER]


def test_the_peildatum_itself_counts():
    assert len(snapshot([line("2025-01", 100, received_on=PEILDATUM)]).lines) == 1


def test_the_newest_version_of_an_allocation_counts_whatever_the_order_of_receipt():
    newest = allocation(issued_on=date(2025, 3, 1), end=date(2025, 6, 30))
    older = allocation(issued_at=time(8, 0), received_on=date(2025, 5, 1))

    known = snapshot(allocations=[newest, older])

    assert known.allocations["0363", "1001"] == newest


def test_the_segment_received_last_counts():
    moved = provider(segment="strategisch", received_on=date(2025, 2, 1))

    known = snapshot(providers=[moved, provider(segment="overig")])

    assert known.providers[PROVIDER].segment == "strategisch"


def test_an_ibp_version_delivered_again_replaces_the_earlier_row():
    again = ibp(amount=5, received_on=date(2025, 2, 1))

    known = snapshot(ibps=[again, ibp(2), ibp()])

    assert [version.amount for version in known.ibps["0363", "IBP-1"]] == [5, 100_000]


def test_a_line_stands_under_the_category_of_its_allocation():
    known = snapshot([line("2025-01", 100, category="45")], allocations=[allocation(category="54")])

    assert known.lines[0].category == "54"


def test_lines_of_a_generic_allocation_stand_under_generiek():
    generic = allocation(category=None, code=None, volume=None, unit=None, frequency=None, budget=5_000)

    assert snapshot([line("2025-01", 100)], allocations=[generic]).lines[0].category == "generiek"


def test_a_refused_row_stands_under_its_own_category_without_an_allocation():
    refused = submitted(line("2025-01", 100, allocation="9", category="54"), "9338")

    assert snapshot(refused=[refused]).submitted[0].category == "54"


def test_a_refused_row_stands_under_the_category_of_an_allocation_known_at_the_peildatum():
    refused = submitted(line("2025-01", 100, category="54"), "9338")
    later = allocation(received_on=date(2025, 6, 1))

    assert snapshot(refused=[refused], allocations=[later]).submitted[0].category == "45"
    assert later.received_on > LONG_AGO
